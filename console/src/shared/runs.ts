/** Runs in words. */
import type { Trigger } from "@/api/trigger";
import type { RunLine } from "@/api/words";

import { kindOf } from "./kinds";

const VERBS: Readonly<Record<string, string>> = {
  fetch: "Fetch",
  post: "Post",
  retry: "Retry",
  archive: "Archive",
  unarchive: "Bring back",
  reapply: "Reapply",
  accept: "Accept",
  "post-anew": "Post anew",
  credit: "Credit",
  leave: "Leave",
  link: "Link",
  separate: "Separate",
};

interface Asked {
  readonly action: string;
  readonly kind?: string;
  readonly id?: string;
}

/** "Post sales invoice 1024", "Fetch products", "Sync now". */
export function describe(asked: Trigger | RunLine | Asked): string {
  const { action, kind = "", id = "" } = asked as Asked;
  if (action === "sync") return "Sync now";
  if (action === "cycle") return "Scheduled cycle";
  if (action === "verify") return "Look at both systems";
  if (action === "mark") return "In Xero already";
  const verb = VERBS[action] ?? "Run of single steps";
  const what = kindOf(kind);
  if (what === undefined) return verb;
  return id === "" ? `${verb} ${what.plural.toLowerCase()}` : `${verb} ${what.singular} ${id}`;
}

export function hasEnded(run: RunLine | undefined): boolean {
  return run !== undefined && run.status !== "WAITING" && run.status !== "RUNNING";
}

export function secondsOf(run: RunLine): number | null {
  const from = Date.parse(run.started_at);
  const to = Date.parse(run.finished_at);
  return Number.isNaN(from) || Number.isNaN(to) ? null : Math.round((to - from) / 1000);
}

/** "3 fetched, 2 posted, 1 with an error." */
export function resultOf(run: RunLine, changed = 0): string {
  const counts: readonly [number, string][] = [
    [changed, "changed"],
    [run.fetched, "fetched"],
    [run.posted, "posted"],
    [run.errors, run.errors === 1 ? "with an error" : "with errors"],
  ];
  const said = counts.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString("en-GB")} ${word}`);
  if (said.length > 0) return `${said.join(", ")}.`;
  return run.status === "SUCCEEDED" ? "There was nothing to do." : "It ended before anything was done.";
}
