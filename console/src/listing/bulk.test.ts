import { expect, test } from "vitest";

import { type Kind, kindOf } from "@/shared/kinds";

import { aLine, anError } from "./a-line";
import { canRetry, forCause, ofCause, ofFilter, ofOne, ofSelected, saysOf, triggerOf } from "./bulk";

const INVOICES = kindOf("sales-invoices") as Kind;
const PAYMENTS = kindOf("sales-payments") as Kind;

test("of those selected only those go that the action allows, and it is said how many stay", () => {
  const bulk = ofSelected("retry", [aLine(anError()), aLine({ id: "2002" })], INVOICES);

  expect(bulk.chosen).toEqual({ ids: ["2001"] });
  expect(bulk.question).toBe("Retry 1 sales invoice?");
  expect(bulk.remark).toBe("1 sales invoice of those selected cannot be retried, and is left as it is.");
});

test("all with a cause are chosen by the cause, not by what the page shows", () => {
  const bulk = ofCause("retry", "put it right", INVOICES);

  expect(bulk).toMatchObject({ action: "retry", chosen: { filter: { status: "Error", cause: "put it right" } } });
});

test("a filter is taken as it is, but for the order, which chooses nothing", () => {
  const bulk = ofFilter("archive", { q: "ada", from: "2026-10-01", order: "oldest" }, INVOICES);

  expect(bulk.chosen).toEqual({ filter: { q: "ada", from: "2026-10-01" } });
});

const CHANGED = aLine({
  ...anError(),
  standing: "changed in Xero",
  ways: ["reapply", "accept", "leave"],
  total: "118.80",
});

test("what is decided about many says how many they are and what they come to", () => {
  const others = [aLine({ ...CHANGED, id: "2002", total: "1100.05" }), aLine({ id: "2003" })];
  const bulk = ofSelected("accept", [CHANGED, ...others], INVOICES);

  expect(bulk.chosen).toEqual({ ids: ["2001", "2002"] });
  expect(bulk.question).toBe("Accept 2 sales invoices as in Xero?");
  expect(bulk.remark).toBe("1 sales invoice of those selected has no such way out, and is left out.");
  expect(bulk.total).toBe("1,218.85 GBP");
});

test("currencies are added up apart", () => {
  const bulk = ofSelected(
    "leave",
    [CHANGED, aLine({ ...CHANGED, id: "2002", total: "-0.5", currency: "EUR" })],
    INVOICES,
  );

  expect(bulk.question).toBe("Leave 2 sales invoices as they are?");
  expect(bulk.total).toBe("118.80 GBP, -0.50 EUR");
});

test("what is decided about one is asked for by its own address", () => {
  const bulk = ofOne("leave", CHANGED);

  expect(bulk.question).toBe("Leave sales invoice SI-2001 as it is?");
  expect(triggerOf(bulk, INVOICES)).toEqual({ action: "leave", kind: "sales-invoices", id: "2001" });
});

test("a likely twin is linked to the very payment that was seen", () => {
  const bulk = ofOne("link", { ...CHANGED, standing: "likely twin", ways: ["link", "separate"] }, "9001");

  expect(bulk.question).toBe("Link sales invoice SI-2001 to the payment that it looks like?");
  expect(bulk.remark).toMatch(/^[A-Z].*\.$/);
  expect(triggerOf(bulk, INVOICES)).toEqual({ action: "link", kind: "sales-invoices", id: "2001", other: "9001" });
});

test("of errors with one cause those that stand apart are decided about and not retried", () => {
  expect(forCause([CHANGED])).toEqual(["reapply", "accept", "leave"]);
  expect(forCause([{ ...CHANGED, standing: "changed in Brightpearl", ways: ["credit", "leave"] }])).toEqual([
    "retry",
    "credit",
    "leave",
  ]);
  expect(forCause([aLine(anError())])).toEqual(["retry"]);
  expect(forCause([])).toEqual(["retry"]);
});

test("a payment is reapplied by deleting its copy, a document by sending it", () => {
  expect(saysOf("reapply", PAYMENTS)).toMatch("Its copy in Xero is deleted");
  expect(saysOf("reapply", INVOICES)).toMatch("sent once more");
});

test.each([
  [{}, true],
  [{ status: "Error" }, true],
  [{ status: "Pending" }, true],
  [{ status: "Updated" }, true],
  [{ status: "Sent" }, false],
  [{ status: "Archive" }, false],
] as const)("what is sent or archived is not retried: %j", (filter, may) => {
  expect(canRetry(filter)).toBe(may);
});
