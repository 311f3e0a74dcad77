import { expect, test } from "vitest";

import { grouped } from "./amount";

test.each([
  ["0.00", "0.00"],
  ["12.5", "12.5"],
  ["999.99", "999.99"],
  ["1000", "1,000"],
  ["-1234567.8912", "-1,234,567.8912"],
  ["90071992547409931234.56", "90,071,992,547,409,931,234.56"],
  ["not known", "not known"],
  ["1e5", "1e5"],
  ["", ""],
])("%s is shown as %s", (amount, shown) => {
  expect(grouped(amount)).toBe(shown);
});
