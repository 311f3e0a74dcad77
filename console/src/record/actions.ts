/** What can be done with a record, by its status. The API decides; this only keeps from offering what it would refuse. */
import type { RecordAction, Way } from "@/api/trigger";
import type { RecordLine } from "@/api/words";

import { apartAs, isWay, mustBeDecided, waysOf } from "./ways";

type Known = Pick<RecordLine, "kind" | "status" | "origin" | "id" | "standing" | "ways">;

const XERO_PAYMENT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const BRING_BACK = "It is archived: bring it back first.";
const AGAIN: ReadonlySet<string> = new Set(["products", "contacts"]);

export const WORDS: Readonly<Record<RecordAction, string>> = {
  fetch: "Fetch",
  post: "Post",
  retry: "Retry",
  archive: "Archive",
  unarchive: "Unarchive",
  reapply: "Reapply",
  accept: "Accept as in Xero",
  "post-anew": "Post anew",
  credit: "Credit",
  leave: "Leave as it is",
  link: "Link",
  separate: "Separate",
};

/** The actions that a record of this status has; those that make no sense now are there with the reason. */
export function actionsOf(line: Known): readonly { readonly action: RecordAction; readonly refusal: string }[] {
  const aside = line.status === "Archive";
  const actions: readonly RecordAction[] = ["fetch", "post", "retry", aside ? "unarchive" : "archive", ...waysOf(line)];
  return actions.map((action) => ({ action, refusal: refusalOf(action, line) }));
}

/** Why not; empty where nothing stands against it. */
export function refusalOf(action: RecordAction, line: Known): string {
  return isWay(action) ? refusalOfWay(action, line) : RULES[action](line);
}

function refusalOfWay(way: Way, line: Known): string {
  if (line.status === "Archive") return BRING_BACK;
  if (line.status === "Updated" && line.ways.includes(way)) return "It is being seen to already.";
  if (line.ways.includes(way)) return "";
  return apartAs(line) === "" ? "It does not stand apart." : `It is ${line.standing}.`;
}

function apartRefusal(line: Known): string {
  const apart = apartAs(line);
  return apart === "" ? "" : `It is ${apart}: choose what is to become of it instead.`;
}

const RULES: Readonly<Record<Exclude<RecordAction, Way>, (line: Known) => string>> = {
  fetch: (line) =>
    line.origin === "xero" && !XERO_PAYMENT.test(line.id)
      ? "It is a part of a credit in Xero: fetch all payments instead."
      : "",
  post: (line) => {
    if (line.status === "Archive") return BRING_BACK;
    const apart = apartRefusal(line);
    if (apart !== "") return apart;
    return line.status === "Sent" && !AGAIN.has(line.kind) ? "It is sent, and has not changed since." : "";
  },
  retry: (line) => {
    if (line.status === "Archive") return BRING_BACK;
    if (line.status === "Sent") return "It is sent: there is nothing to retry.";
    return mustBeDecided(line) ? apartRefusal(line) : "";
  },
  archive: (line) => (line.status === "Archive" ? "It is archived already." : ""),
  unarchive: (line) => (line.status === "Archive" ? "" : "It is not archived."),
};
