import { expect, test } from "vitest";

import { type Kind, kindOf } from "@/shared/kinds";

import { aLine, anError } from "./a-line";
import { canRetry, ofCause, ofFilter, ofSelected } from "./bulk";

const INVOICES = kindOf("sales-invoices") as Kind;

test("of those selected only those go that the action allows, and it is said how many stay", () => {
  const bulk = ofSelected("retry", [aLine(anError()), aLine({ id: "2002" })], INVOICES);

  expect(bulk.chosen).toEqual({ ids: ["2001"] });
  expect(bulk.question).toBe("Retry 1 sales invoice?");
  expect(bulk.remark).toBe("1 sales invoice of those selected cannot be retried, and is left as it is.");
});

test("all with a cause are chosen by the cause, not by what the page shows", () => {
  const bulk = ofCause("put it right", INVOICES);

  expect(bulk).toMatchObject({ action: "retry", chosen: { filter: { status: "Error", cause: "put it right" } } });
});

test("a filter is taken as it is, but for the order, which chooses nothing", () => {
  const bulk = ofFilter("archive", { q: "ada", from: "2026-10-01", order: "oldest" }, INVOICES);

  expect(bulk.chosen).toEqual({ filter: { q: "ada", from: "2026-10-01" } });
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
