/** Amounts are texts from end to end: they are grouped for reading, never computed with. */

export function grouped(amount: string): string {
  const parts = /^([+-]?)(\d+)(\.\d+)?$/.exec(amount.trim());
  if (parts === null) return amount;
  const [, sign = "", whole = "", rest = ""] = parts;
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + rest;
}
