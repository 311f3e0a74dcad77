import { expect, test } from "vitest";

import { stepKinds, stepTitle } from "./steps";

test.each([
  ["fetch_brightpearl_products", "Fetch products from Brightpearl", ["products"]],
  ["post_xero_purchases", "Post purchases to Xero", ["purchase-invoices", "purchase-credits"]],
  ["fetch_xero_sales_payments", "Fetch sales payments from Xero", ["sales-payments"]],
  ["post_xero_inventory_adjustments", "Post inventory adjustments to Xero", ["inventory-adjustments"]],
])("%s is “%s”", (step, title, kinds) => {
  expect(stepTitle({ step, does: "what the API says" })).toBe(title);
  expect(stepKinds(step).map((kind) => kind.path)).toEqual(kinds);
});

test.each([
  ["change the chosen records", "Change the chosen records"],
  ["", "Change records"],
])("a step of another kind that does “%s” is “%s”", (does, title) => {
  expect(stepTitle({ step: "change_records", does })).toBe(title);
  expect(stepKinds("change_records")).toEqual([]);
});
