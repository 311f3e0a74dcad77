/** The kinds of records: their names in addresses and in words, and which columns a listing of them has. */
import kinds from "@/api/kinds.json";
import type { KindName } from "@/api/words";

export interface Kind {
  readonly path: KindName;
  readonly singular: string;
  readonly plural: string;
  /** Whether it is an order or a credit in Brightpearl. */
  readonly is_order: boolean;
  /** What stands in the column of the number in the record's own system. */
  readonly number: string;
  /** What stands in the column of the other party; empty: there is none. */
  readonly party: string;
  /** What stands in the column of the reference. */
  readonly reference: string;
  /** Whether there is a document's date and a total. */
  readonly dated: boolean;
  readonly valued: boolean;
}

/** In the order of the menu; made of the connector's own table, with the names that the API's document has. */
export const KINDS = kinds as readonly Kind[];

const BY_PATH = new Map<string, Kind>(KINDS.map((one) => [one.path, one]));

/** Undefined where an address names no kind. */
export function kindOf(path: string): Kind | undefined {
  return BY_PATH.get(path);
}

/** Payments are the only records that go both ways. */
export function isPayment(path: string): boolean {
  return path.endsWith("payments");
}

/** "1 sales invoice", "12 sales invoices". */
export function counted(count: number, one: Kind): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one.singular : one.plural.toLowerCase()}`;
}
