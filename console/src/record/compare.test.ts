import { expect, test } from "vitest";

import type { RecordLine } from "@/api/words";
import { aLine } from "@/listing/a-line";

import { compare, differs, type Row } from "./compare";
import type { Element } from "./payloads";
import { shapeOf } from "./shapes";

const ORDER = {
  invoices: [{ invoiceReference: "SI-2001", taxDate: "2026-10-01T00:00:00.000Z", dueDate: "2026-10-31T00:00:00.000Z" }],
  reference: "PO 7",
  currency: { orderCurrencyCode: "GBP", exchangeRate: "1.000000" },
  totalValue: { net: "10.42", taxAmount: "2.08", total: "12.50" },
  orderRows: {
    "401": row("Gift wrapping", "2.00", 20),
    "400": row("Desk lamp", "8.42", 10),
  },
};
const POSTED: Element = {
  InvoiceNumber: "SI-2001",
  Contact: { ContactID: "c-1" },
  Date: "2026-10-01",
  DueDate: "2026-10-31",
  Reference: "PO 7",
  CurrencyCode: "GBP",
  LineItems: [item("Desk lamp", 8.42), item("Gift wrapping", 2)],
};
const ANSWERED: Element = {
  ...POSTED,
  Contact: { ContactID: "c-1", Name: "Ada Lovelace Ltd" },
  Date: "/Date(1790812800000+0000)/",
  DateString: "2026-10-01T00:00:00",
  SubTotal: 10.42,
  TotalTax: 2.08,
  Total: 12.5,
};

function row(name: string, net: string, sequence: number): Element {
  return {
    productName: name,
    orderRowSequence: String(sequence),
    quantity: { magnitude: "1.0000" },
    productPrice: { value: net },
    rowValue: { rowNet: { value: net }, taxCode: "T20" },
  };
}

function item(description: string, amount: number): Element {
  return { Description: description, Quantity: 1, UnitAmount: amount, LineAmount: amount, TaxType: "OUTPUT2" };
}

function rows(posted: Element | null, answered: Element | null, changes: Partial<RecordLine> = {}): readonly Row[] {
  return compare(shapeOf(aLine(changes), "12.50"), { source: ORDER, posted, answered });
}

function marks(found: readonly Row[]): Record<string, string> {
  return Object.fromEntries(found.map(({ label, mark }) => [label, mark]));
}

test("what arrived as it was meant differs nowhere", () => {
  const found = rows(POSTED, ANSWERED);

  expect(found.filter(differs)).toEqual([]);
  expect(marks(found)).toMatchObject({ Number: "same", Contact: "same", Date: "same", Net: "same", Total: "same" });
});

test("what the other system holds otherwise is marked", () => {
  const found = rows(POSTED, { ...ANSWERED, Total: 12.51, Reference: "PO 8" });

  expect(found.filter(differs).map(({ label, mark }) => [label, mark])).toEqual([
    ["Reference", "answer-differs"],
    ["Total", "answer-differs"],
  ]);
});

test("what is posted otherwise than the source says it is marked", () => {
  const found = rows({ ...POSTED, InvoiceNumber: "SI-9" }, null);

  expect(found.filter(differs).map(({ label }) => label)).toEqual(["Number"]);
});

test("another contact than the one that was posted is marked, its name in other words is not", () => {
  expect(marks(rows(POSTED, { ...ANSWERED, Contact: { ContactID: "c-2", Name: "Somebody" } })).Contact).toBe(
    "answer-differs",
  );
});

test("lines are told apart by what they are, in the order in which they are posted", () => {
  const lines = rows(POSTED, ANSWERED).filter(({ children }) => children.length > 0);

  expect(lines.map(({ source, posted }) => [source, posted])).toEqual([
    ["Desk lamp", "Desk lamp"],
    ["Gift wrapping", "Gift wrapping"],
  ]);
  expect(marks(lines[0]?.children ?? [])).toMatchObject({ Quantity: "same", "Tax code": "translated", Net: "same" });
});

test("a line whose amount differs there makes its line differ", () => {
  const answered = { ...ANSWERED, LineItems: [item("Desk lamp", 8.43), item("Gift wrapping", 2)] };

  const [lamp, wrapping] = rows(POSTED, answered).filter(({ children }) => children.length > 0);

  expect([lamp?.mark, wrapping?.mark]).toEqual(["answer-differs", "same"]);
});

test("lines that were left out and lines that were added are called so", () => {
  const posted = { ...POSTED, LineItems: [item("Desk lamp", 8.42), item("Rounding", 0.01)] };

  const lines = rows(posted, null).filter(({ id }) => id.startsWith("l"));

  expect(lines.map(({ source, posted: there, mark }) => [source, there, mark])).toEqual([
    ["Desk lamp", "Desk lamp", "same"],
    ["", "Rounding", "added"],
    ["Gift wrapping", "", "source-only"],
  ]);
});

test("a quantity that had to go into the description still finds its row", () => {
  const posted = { ...POSTED, LineItems: [item("3 x Desk lamp", 8.42)] };

  expect(rows(posted, null).find(({ id }) => id === "l0")?.source).toBe("Desk lamp");
});

test("what cannot be posted shows what the source says, and marks nothing", () => {
  const found = rows(null, null);

  expect(found.length).toBeGreaterThan(5);
  expect(new Set(found.map(({ mark }) => mark))).toEqual(new Set(["none"]));
});

test("a kind that nobody has described is compared by what most things have, as far as it has it", () => {
  const journal = aLine({ kind: "stock-takes" as RecordLine["kind"], number: "ST-7", total: "3.50", contact: "" });
  const three = { source: {}, posted: { Date: "2026-10-01" }, answered: { Date: "2026-10-01", Total: 3.5 } };

  const found = compare(shapeOf(journal, "3.50"), three);

  expect(found.map(({ label, source, posted, answered }) => [label, source, posted, answered])).toEqual([
    ["Number", "ST-7", "", ""],
    ["Date", "2026-10-01", "2026-10-01", "2026-10-01"],
    ["Total", "3.50", "3.50", "3.5"],
  ]);
  expect(found.filter(differs)).toEqual([]);
});

test("a source that is nothing like it breaks nothing", () => {
  for (const source of [null, "text", 7, [], { invoices: 7, orderRows: "x" }]) {
    for (const kind of ["sales-invoices", "contacts", "products", "inventory-adjustments", "sales-payments"] as const) {
      expect(() =>
        compare(shapeOf(aLine({ kind }), ""), { source, posted: { LineItems: 7 }, answered: {} }),
      ).not.toThrow();
    }
  }
});
