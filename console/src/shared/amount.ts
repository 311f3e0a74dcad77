/** Amounts are texts from end to end: they are grouped for reading, and added up without a float. */

export function grouped(amount: string): string {
  const parts = /^([+-]?)(\d+)(\.\d+)?$/.exec(amount.trim());
  if (parts === null) return amount;
  const [, sign = "", whole = "", rest = ""] = parts;
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + rest;
}

/** Exact: "12.50" and "0.1" are "12.60". What is no amount counts as nothing. */
export function sum(amounts: readonly string[]): string {
  const exact = amounts.reduce((all, amount) => all + tenThousandths(amount), 0n);
  const digits = String(exact < 0n ? -exact : exact).padStart(5, "0");
  const rest = digits.slice(-4).replace(/0{1,2}$/, "");
  return `${exact < 0n ? "-" : ""}${digits.slice(0, -4)}.${rest}`;
}

function tenThousandths(amount: string): bigint {
  const [, sign = "", whole = "0", rest = ""] = /^([+-]?)(\d+)(?:\.(\d{0,4})0*)?$/.exec(amount.trim()) ?? [];
  const size = BigInt(whole + rest.padEnd(4, "0"));
  return sign === "-" ? -size : size;
}
