/** A listing as a file for a spreadsheet: RFC 4180, and nothing in it that a spreadsheet would take for a formula. */
import type { RecordLine } from "@/api/words";

import { lastAttemptOf, messageOf } from "./sentences";

const NUMBER = /^-?\d+(\.\d+)?$/;
const FORMULA = /^[=+\-@\t\r\n]/;

const COLUMNS: readonly (readonly [string, (line: RecordLine) => string])[] = [
  ["Kind", (line) => line.kind],
  ["Id", (line) => line.id],
  ["From", (line) => line.origin],
  ["Number", (line) => line.number],
  ["Reference", (line) => line.reference],
  ["Contact", (line) => line.contact],
  ["Date", (line) => line.date],
  ["Total", (line) => line.total],
  ["Currency", (line) => line.currency],
  ["Status", (line) => line.status],
  ["Message", messageOf],
  ["How to fix", (line) => line.error?.hint ?? ""],
  ["Needs you", (line) => (line.error ? (line.error.needs_person ? "yes" : "no") : "")],
  ["Attempts", (line) => (line.error ? String(line.error.attempts) : "")],
  ["Last attempt", lastAttemptOf],
  ["Number in the other system", (line) => line.remote_number],
  ["Id in the other system", (line) => line.remote_id],
];

const MARK = "\uFEFF"; // without it, Excel takes UTF-8 for something else

export function toCsv(records: readonly RecordLine[]): string {
  const rows = [COLUMNS.map(([name]) => name), ...records.map((line) => COLUMNS.map(([, value]) => value(line)))];
  return MARK + rows.map((row) => row.map(field).join(",") + "\r\n").join("");
}

/** An apostrophe before what would be a formula: spreadsheets take it for text. Amounts stay numbers. */
export function field(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
