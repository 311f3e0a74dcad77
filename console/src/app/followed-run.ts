/** What the flash of a followed run says, from what the API says of the run. */
import type { FlashbarProps } from "@cloudscape-design/components/flashbar";

import type { RunDetail } from "@/api/words";
import { hasEnded, resultOf } from "@/shared/runs";

export interface Told {
  readonly type: FlashbarProps.Type;
  readonly says: string;
}

export function told(detail: RunDetail | undefined, accepted: string): Told {
  if (detail === undefined) return { type: "in-progress", says: `Started. ${accepted}` };
  const { run, steps } = detail;
  if (run.status === "WAITING") return { type: "in-progress", says: "Started. Waiting its turn." };
  if (!hasEnded(run)) {
    const at = steps.findIndex((step) => step.state === "running");
    const step = steps[at];
    return { type: "in-progress", says: step ? `Step ${at + 1} of ${steps.length}: ${step.does}.` : "Running." };
  }
  const done = resultOf(
    run,
    steps.reduce((sum, step) => sum + step.changed, 0),
  );
  if (run.status !== "SUCCEEDED") return { type: "error", says: `${run.problem || "The run failed."} ${done}`.trim() };
  if (run.errors > 0) return { type: "warning", says: `Done, with errors. ${done}` };
  return { type: "success", says: `Done. ${done}` };
}
