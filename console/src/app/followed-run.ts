/** What the flash of a followed run says, from what the API says of the run. */
import type { FlashbarProps } from "@cloudscape-design/components/flashbar";

import type { RunDetail } from "@/api/words";
import { hasEnded } from "@/shared/runs";

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
  const done = summed(detail);
  if (run.status !== "SUCCEEDED") return { type: "error", says: `${run.problem || "The run failed."} ${done}`.trim() };
  if (run.errors > 0) return { type: "warning", says: `Done, with errors. ${done}` };
  return { type: "success", says: `Done. ${done}` };
}

/** "3 fetched, 2 posted, 1 with an error." */
export function summed({ run, steps }: RunDetail): string {
  const changed = steps.reduce((sum, step) => sum + step.changed, 0);
  const counts: readonly [number, string][] = [
    [changed, "changed"],
    [run.fetched, "fetched"],
    [run.posted, "posted"],
    [run.errors, run.errors === 1 ? "with an error" : "with errors"],
  ];
  const said = counts.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString("en-GB")} ${word}`);
  return said.length === 0 ? "There was nothing to do." : `${said.join(", ")}.`;
}
