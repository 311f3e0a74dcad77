/** When two values are the same, however each system writes them. All of it is text: nothing is computed. */

const AMOUNT = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/;
const XERO_DATE = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;
const ISO_DATE = /^(\d{4}-\d{2}-\d{2})(?:T.*)?$/;

export function sameValue(one: string, other: string): boolean {
  return normal(one) === normal(other);
}

/** "64.0000" as "64", "-0.00" as "0", "/Date(…)/" and "2026-11-15T00:00:00" as "2026-11-15". */
export function normal(text: string): string {
  const said = text.trim().replace(/\s+/g, " ");
  const amount = AMOUNT.exec(said);
  if (amount !== null) {
    const [, sign = "", whole = "", rest = ""] = amount;
    const value = rest === "" ? whole : `${whole}.${rest}`;
    return sign === "-" && value !== "0" ? `-${value}` : value;
  }
  return dateOf(said);
}

/** "88.2" as "88.20", "64" as "64.00", "4.1667" as it is. */
export function withCents(amount: string): string {
  const [, whole, rest = ""] = /^([+-]?\d+)(?:\.(\d*))?$/.exec(amount) ?? [];
  return whole === undefined ? amount : `${whole}.${rest.padEnd(2, "0")}`;
}

/** The day, where the text is a date; otherwise the text. */
export function dateOf(text: string): string {
  const xero = XERO_DATE.exec(text);
  if (xero !== null) return new Date(Number(xero[1])).toISOString().slice(0, 10);
  return ISO_DATE.exec(text)?.[1] ?? text;
}
