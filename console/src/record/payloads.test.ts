import { expect, test } from "vitest";

import { elementOf, refusalsOf, textAt } from "./payloads";

test("the one thing in a body is found, whichever system it goes to", () => {
  expect(elementOf({ Invoices: [{ InvoiceNumber: "1" }] })).toEqual({ InvoiceNumber: "1" });
  expect(elementOf([{ orderId: 1 }])).toEqual({ orderId: 1 });
  expect([elementOf(null), elementOf("x"), elementOf({}), elementOf([])]).toEqual([null, null, null, null]);
});

test("refusals are those of the whole and of its lines, each once", () => {
  const answer = {
    ValidationErrors: [{ Message: "Account code is not valid" }],
    LineItems: [{ ValidationErrors: [{ Message: "Account code is not valid" }, { Message: "Tax type is wrong" }] }],
  };

  expect(refusalsOf(answer)).toEqual(["Account code is not valid", "Tax type is wrong"]);
  expect(refusalsOf({ payment: 7, refusal: "no such order" })).toEqual(["no such order"]);
  expect(refusalsOf(null)).toEqual([]);
});

test("a text is looked for along a way that may end", () => {
  expect(textAt({ a: [{ b: 1.5 }] }, "a", 0, "b")).toBe("1.5");
  expect(textAt({ a: null }, "a", "b")).toBe("");
  expect(textAt(undefined, "a")).toBe("");
});
