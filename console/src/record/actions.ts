/** What can be done with a record, by its status. The API decides; this only keeps from offering what it would refuse. */
import type { RecordAction } from "@/api/trigger";
import type { RecordLine } from "@/api/words";

type Known = Pick<RecordLine, "kind" | "status" | "origin" | "id">;

const XERO_PAYMENT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const BRING_BACK = "It is archived: bring it back first.";
const AGAIN: ReadonlySet<string> = new Set(["products", "contacts"]);

export const WORDS: Readonly<Record<RecordAction, string>> = {
  fetch: "Fetch",
  post: "Post",
  retry: "Retry",
  archive: "Archive",
  unarchive: "Unarchive",
};

/** The actions that a record of this status has; those that make no sense now are there with the reason. */
export function actionsOf(line: Known): readonly { readonly action: RecordAction; readonly refusal: string }[] {
  const aside = line.status === "Archive";
  const actions: readonly RecordAction[] = ["fetch", "post", "retry", aside ? "unarchive" : "archive"];
  return actions.map((action) => ({ action, refusal: refusalOf(action, line) }));
}

/** Why not; empty where nothing stands against it. */
export function refusalOf(action: RecordAction, line: Known): string {
  return RULES[action](line);
}

const RULES: Readonly<Record<RecordAction, (line: Known) => string>> = {
  fetch: (line) =>
    line.origin === "xero" && !XERO_PAYMENT.test(line.id)
      ? "It is a part of a credit in Xero: fetch all payments instead."
      : "",
  post: (line) => {
    if (line.status === "Archive") return BRING_BACK;
    return line.status === "Sent" && !AGAIN.has(line.kind) ? "It is sent, and has not changed since." : "";
  },
  retry: (line) => {
    if (line.status === "Archive") return BRING_BACK;
    return line.status === "Sent" ? "It is sent: there is nothing to retry." : "";
  },
  archive: (line) => (line.status === "Archive" ? "It is archived already." : ""),
  unarchive: (line) => (line.status === "Archive" ? "" : "It is not archived."),
};
