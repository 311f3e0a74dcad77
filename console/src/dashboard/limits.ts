/** The calls that each system's limits leave, in words. */
import type { Summary } from "@/api/words";

export function callsLeft(limits: Summary["limits"]): string[] {
  return [
    left("Xero", limits.xero?.day_remaining, "today"),
    left("Brightpearl", limits.brightpearl?.remaining, "this minute"),
  ].filter((sentence) => sentence !== "");
}

function left(system: string, count: number | undefined, when: string): string {
  return count === undefined ? "" : `${system}: ${count.toLocaleString("en-GB")} ${when}`;
}
