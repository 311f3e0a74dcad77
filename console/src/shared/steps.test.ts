import { expect, test } from "vitest";

import { stepKinds, stepTitle } from "./steps";

test.each([
  ["fetch_brightpearl_products", "Fetch products from Brightpearl", ["products"]],
  ["post_xero_purchases", "Post purchases to Xero", ["purchase-invoices", "purchase-credits"]],
  ["fetch_xero_sales_payments", "Fetch sales payments from Xero", ["sales-payments"]],
  ["post_xero_inventory_adjustments", "Post inventory adjustments to Xero", ["inventory-adjustments"]],
  ["change_records", "Change the chosen records", []],
])("%s is “%s”", (step, title, kinds) => {
  expect(stepTitle(step)).toBe(title);
  expect(stepKinds(step).map((kind) => kind.path)).toEqual(kinds);
});
