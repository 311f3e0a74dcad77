import { expect, test } from "vitest";

import type { RecordDetail, RelatedRecord } from "@/api/words";
import { aLine, anError } from "@/listing/a-line";

import { versionsOf } from "./versions";

const AGREED = {
  status: "AUTHORISED",
  net: "25.00",
  tax: "5.00",
  total: "30.00",
  date: "2026-10-01",
  due: "2026-10-31",
  contact: "Ada Lovelace Ltd",
};
const ORDER = {
  invoices: [{ dueDate: "2026-10-31T00:00:00.000Z" }],
  totalValue: { net: "25.00", taxAmount: "5.00", total: "30.00" },
  orderStatus: { name: "Invoiced" },
};

function detail(changes: Partial<RecordDetail> = {}): RecordDetail {
  return {
    record: aLine({ ...anError(), standing: "changed in Xero", ways: ["reapply", "accept", "leave"], total: "30.00" }),
    document: ORDER,
    notes: [],
    archived_from: null,
    fetched_at: "",
    version: 1,
    links: {},
    related: [],
    twin: "",
    there: AGREED,
    agreed: AGREED,
    ...changes,
  };
}

function marks(changes: Partial<RecordDetail>): Record<string, string> {
  return Object.fromEntries(versionsOf(detail(changes)).map(({ label, mark }) => [label, mark]));
}

test("what agrees has no versions to compare", () => {
  expect(versionsOf(detail({ record: aLine() }))).toEqual([]);
  expect(versionsOf(detail({ there: null, agreed: null }))).toEqual([]);
});

test("what somebody changed in Xero is marked, and nothing else", () => {
  expect(marks({ there: { ...AGREED, net: "99.00", total: "118.80", contact: "Somebody" } })).toEqual({
    Net: "changed",
    Tax: "same",
    Total: "changed",
    Date: "same",
    "Due date": "same",
    Contact: "changed",
    Status: "same",
  });
});

test("what differs in Brightpearl only is told apart", () => {
  const document = { ...ORDER, totalValue: { net: "25.00", taxAmount: "6.00", total: "31.00" } };

  expect(marks({ document })).toMatchObject({ Net: "same", Tax: "differs", Total: "differs" });
});

test("a document of several records is not compared with one of them", () => {
  const other: RelatedRecord = {
    relation: "shared",
    kind: "purchase-invoices",
    id: "2002",
    number: "",
    name: "",
    date: "",
    currency: "",
    total: "",
    status: "Sent",
  };

  expect(
    marks({ there: { ...AGREED, total: "60.00" }, agreed: { ...AGREED, total: "60.00" }, related: [other] }).Total,
  ).toBe("same");
});

test("what Xero does not tell is not compared", () => {
  expect(marks({ there: { ...AGREED, tax: "" }, agreed: null })).toMatchObject({
    Tax: "none",
    Net: "same",
    Status: "none",
  });
});
