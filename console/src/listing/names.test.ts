import { expect, test } from "vitest";

import { aLine } from "./a-line";
import { nameOf, referenceOf, titleOf } from "./names";

test("a record goes by its number, or by its id where it has none", () => {
  expect(titleOf(aLine())).toBe("sales invoice SI-2001");
  expect(nameOf(aLine({ number: "" }))).toBe("2001");
});

test("a payment made in Xero goes by what it pays", () => {
  const payment = aLine({ kind: "purchase-payments", origin: "xero", number: "PU-20417", reference: "BACS 17" });

  expect([titleOf(payment), referenceOf(payment)]).toEqual(["purchase payment of PU-20417", "PU-20417"]);
});

test("a payment made in Brightpearl has a number, and what it pays is its reference", () => {
  const payment = aLine({ kind: "sales-payments", number: "9005", reference: "SI-2001" });

  expect([titleOf(payment), referenceOf(payment)]).toEqual(["sales payment 9005", "SI-2001"]);
});
