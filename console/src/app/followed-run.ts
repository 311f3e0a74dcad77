/** What the flash of a followed run says, from what the API says of the run. */
import type { FlashbarProps } from "@cloudscape-design/components/flashbar";

import type { Accepted, RunDetail } from "@/api/words";
import { hasEnded, resultOf } from "@/shared/runs";

export interface Told {
  readonly type: FlashbarProps.Type;
  readonly says: string;
}

/** `lost`: the API does not say how it goes; it is asked again all the same. */
export function told(detail: RunDetail | undefined, accepted: Accepted, lost = false): Told {
  if (lost && !hasEnded(detail?.run)) return { type: "warning", says: "Started, but how it goes cannot be read now." };
  const turn = accepted.status === "WAITING";
  if (detail === undefined || detail.run.status === "WAITING") {
    return { type: "in-progress", says: turn ? "Started. Waiting its turn behind another run." : "Starting…" };
  }
  const { run, steps } = detail;
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
