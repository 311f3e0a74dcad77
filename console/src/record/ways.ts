/** What a person may decide about a record that stands apart: docs/exactly-once.md, "People". The API says which of it a record has. */
import type { RecordAction, Way } from "@/api/trigger";
import type { RecordLine } from "@/api/words";

type Known = Pick<RecordLine, "standing" | "ways">;

export const WAYS: readonly Way[] = ["reapply", "accept", "post-anew", "credit", "leave", "link", "separate"];

/** Each in one sentence, for one record and for many. */
export const DOES: Readonly<Record<Way, string>> = {
  reapply: "Brightpearl's version is sent once more, over what was changed in Xero.",
  accept: "What Xero has is taken as right, until either side changes again.",
  "post-anew": "What is gone in Xero is posted once more, under a number of its own where Xero keeps the old one.",
  credit:
    "What Xero has too much or too little goes as an opposite document, dated today or on the first open day, and is allocated.",
  leave: "Both sides stay as they are, until either side changes again.",
  link: "It is the payment that it looks like, entered in both systems. Nothing is posted.",
  separate: "It is another payment than the one it looks like: it is posted.",
};

/** Reapplying a payment: only one that was deleted in Brightpearl has that way out. */
export const TAKES_BACK = "Its copy in Xero is deleted, where it is still as it was posted and not reconciled.";

export function isWay(action: RecordAction): action is Way {
  return WAYS.some((way) => way === action);
}

/** In the order in which they are offered. */
export function waysOf(...lines: readonly Known[]): readonly Way[] {
  return WAYS.filter((way) => lines.some(({ ways }) => ways.includes(way)));
}

/** Whether it can only be decided about. What only Brightpearl has changed may be tried again as well. */
export function mustBeDecided(line: Known): boolean {
  return apartAs(line) !== "" && line.standing !== "changed in Brightpearl";
}

/** How it stands, where that needs a person, or did: "changed in Xero". Empty where its status says it all. */
export function apartAs({ standing, ways }: Known): string {
  return ways.length === 0 ? "" : standing;
}
