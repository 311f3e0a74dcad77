/** What a line says about itself, in one plain sentence. */
import type { RecordLine } from "@/api/words";
import { apartAs } from "@/record/ways";
import { apart, sentence } from "@/shared/sentence";

const WITH_A_DOCUMENT: ReadonlySet<string> = new Set(["products", "contacts"]);

export function messageOf(line: RecordLine): string {
  if (line.status === "Error" && line.error) return sentence(apart(line.error.message).plain);
  if (line.status === "Pending" && line.held !== "") return sentence(line.held);
  if (line.status === "Sent" && apartAs(line) !== "") return sentence(`left as it is: ${apartAs(line)}`);
  return sentence(USUAL[line.status](line));
}

const USUAL: Readonly<Record<RecordLine["status"], (line: RecordLine) => string>> = {
  Pending: (line) =>
    WITH_A_DOCUMENT.has(line.kind) ? "goes to Xero with the first document that needs it" : "waits to be posted",
  Updated: (line) =>
    WITH_A_DOCUMENT.has(line.kind)
      ? "has changed since it was sent; goes with the next document that needs it"
      : "has changed since it was sent; the change waits to be posted",
  Sent: (line) =>
    line.remote_id === "" ? "there was nothing to post" : `is in ${line.origin === "xero" ? "Brightpearl" : "Xero"}`,
  Error: () => "the last attempt failed",
  Archive: () => "was put aside by a person",
};

/** When it was last tried to post it; empty where it has not been. */
export function lastAttemptOf(line: RecordLine): string {
  if (line.error) return line.error.at;
  return line.status === "Sent" ? line.changed_at : "";
}

/** What errors of the same cause have in common: what to do about them, else what they say. */
export function causeOf(line: RecordLine): string {
  return line.error ? line.error.hint || line.error.message : "";
}
