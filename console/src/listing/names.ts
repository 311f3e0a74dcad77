/** What records are called. A payment made in Xero has no number of its own: it goes by what it pays. */
import type { RecordLine } from "@/api/words";
import { isPayment, kindOf } from "@/shared/kinds";

type Known = Pick<RecordLine, "kind" | "id" | "number" | "origin" | "reference">;

/** "SI-1001", "of SI-1001". */
export function nameOf(line: Known): string {
  if (line.number === "") return line.id;
  return isOfXero(line) ? `of ${line.number}` : line.number;
}

/** "sales invoice SI-1001", "sales payment of SI-1001". */
export function titleOf(line: Known): string {
  return `${kindOf(line.kind)?.singular ?? line.kind} ${nameOf(line)}`;
}

export function referenceOf(line: Known): string {
  return isOfXero(line) ? line.number : line.reference;
}

function isOfXero(line: Known): boolean {
  return line.origin === "xero" && isPayment(line.kind);
}
