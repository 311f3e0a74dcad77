/** The nine kinds of records: their names in addresses and in words, and which columns a listing of them has. */
import type { KindName } from "@/api/words";

export interface Kind {
  readonly path: KindName;
  readonly singular: string;
  readonly plural: string;
  /** What stands in the column of the number in the record's own system. */
  readonly number: string;
  /** What stands in the column of the other party; empty: there is none. */
  readonly party: string;
  /** Whether there is a document's date and a total. */
  readonly dated: boolean;
  readonly valued: boolean;
}

export const KINDS: readonly Kind[] = [
  kind("products", "product", "Products", "SKU", "", { dated: false, valued: false }),
  kind("contacts", "contact", "Contacts", "Contact number", "Name", { dated: false, valued: false }),
  kind("sales-invoices", "sales invoice", "Sales invoices", "Invoice number", "Customer"),
  kind("sales-credits", "sales credit", "Sales credits", "Credit number", "Customer"),
  kind("purchase-invoices", "purchase invoice", "Purchase invoices", "Bill number", "Supplier"),
  kind("purchase-credits", "purchase credit", "Purchase credits", "Credit number", "Supplier"),
  kind("inventory-adjustments", "inventory adjustment", "Inventory adjustments", "Number", ""),
  kind("sales-payments", "sales payment", "Sales payments", "Number", "Customer"),
  kind("purchase-payments", "purchase payment", "Purchase payments", "Number", "Supplier"),
];

const BY_PATH = new Map<string, Kind>(KINDS.map((one) => [one.path, one]));

/** Undefined where an address names no kind. */
export function kindOf(path: string): Kind | undefined {
  return BY_PATH.get(path);
}

/** "1 sales invoice", "12 sales invoices". */
export function counted(count: number, one: Kind): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one.singular : one.plural.toLowerCase()}`;
}

function kind(
  path: KindName,
  singular: string,
  plural: string,
  number: string,
  party: string,
  has: { dated: boolean; valued: boolean } = { dated: true, valued: true },
): Kind {
  return { path, singular, plural, number, party, ...has };
}
