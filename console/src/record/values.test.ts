import { expect, test } from "vitest";

import { dateOf, sameValue, withCents } from "./values";

test.each([
  ["64.0000", "64"],
  ["0.10", "0.1"],
  ["-0.00", "0"],
  ["+7", "7.0"],
  ["1234567890123456789.10", "1234567890123456789.1"],
  ["2026-11-15", "/Date(1794700800000+0000)/"],
  ["2026-11-15", "2026-11-15T00:00:00"],
  ["Blue  mug", " Blue mug"],
])("%s is the same as %s", (one, other) => {
  expect(sameValue(one, other)).toBe(true);
});

test.each([
  ["64.00", "64.01"],
  ["-1", "1"],
  ["1234567890123456789", "1234567890123456788"],
  ["2026-11-15", "2026-11-16"],
  ["SI-1", "SI-01"],
  ["", "0"],
])("%s is not the same as %s", (one, other) => {
  expect(sameValue(one, other)).toBe(false);
});

test.each([
  ["88.2", "88.20"],
  ["64", "64.00"],
  ["-1.", "-1.00"],
  ["4.1667", "4.1667"],
  ["", ""],
  ["GBP", "GBP"],
])("an amount is shown with its cents: %j", (amount, shown) => {
  expect(withCents(amount)).toBe(shown);
});

test("only what is a date becomes a day", () => {
  expect(dateOf("2026-11-15T23:59:59.000Z")).toBe("2026-11-15");
  expect(dateOf("2026-11-15 or so")).toBe("2026-11-15 or so");
});
