import { expect, test } from "vitest";

import type { CauseLine } from "@/api/words";

import { countOf, inMenuOrder, sayTheSame, together } from "./together";

function line(kind: string, cause: string, more: Partial<CauseLine> = {}): CauseLine {
  const newest_at = "2026-11-23T07:00:00+00:00";
  return { kind, cause, count: 1, message: cause, same_message: true, newest_at, ...more } as CauseLine;
}

test("a cause is one line over all kinds, and the one that holds up most comes first", () => {
  const causes = together([
    line("products", "a", { count: 3 }),
    line("contacts", "b", { count: 2 }),
    line("sales-invoices", "b", { count: 2, newest_at: "2026-11-23T08:00:00+00:00" }),
  ]);

  expect(causes.map((cause) => cause.map(({ kind }) => kind))).toEqual([["sales-invoices", "contacts"], ["products"]]);
  expect(causes.map(countOf)).toEqual([4, 3]);
});

test("the kinds of a cause stand as in the menu", () => {
  const kinds = ["sales-payments", "inventory-adjustments", "sales-invoices", "contacts"];
  const [cause] = together(kinds.map((kind) => line(kind, "a")));

  expect(cause && inMenuOrder(cause).map(({ kind }) => kind)).toEqual(kinds.reverse());
});

test("nothing is left out, and nothing wrong makes nothing", () => {
  const lines = ["a", "b", "a", "c"].map((cause) => line("contacts", cause));

  expect(together(lines).flat()).toHaveLength(4);
  expect(together([])).toEqual([]);
});

test.each([
  [line("products", "b"), true],
  [line("products", "b", { same_message: false }), false],
  [line("products", "b", { message: "another" }), false],
])("what is said of one is said of all only where it is so", (other, same) => {
  expect(sayTheSame([line("contacts", "b"), other])).toBe(same);
});
