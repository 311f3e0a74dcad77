import { expect, test } from "vitest";

import { groupsOf } from "./groups";

const SETTINGS = {
  start_date: "2026-09-24",
  channels: [],
  statuses: { sales_invoice: [4, 22] },
  accounts: { sales: { by_nominal_code: { "4000": "200" }, default: "201" }, purchases: { by_nominal_code: {} } },
  tax_types: { sales: { T20: "OUTPUT2" }, purchases: { T20: "INPUT2" } },
  payment_methods: { to_xero: { CARD: { EUR: "091" } }, to_brightpearl: {}, without_account: { credit_note: "XERO" } },
  tracking: { category: "Channel", options: { "1": "Web", "2": null } },
  allocate_credits: true,
  excess: "hold",
  deposits: "overpayment",
  locked_period: { sales_invoice: "hold", purchase_invoice: "first_open_day" },
  tax_filed_to: null,
  tolerance: "0.05",
  a_setting_of_tomorrow: { deep: ["x"] },
};

function rows(title: string) {
  return groupsOf(SETTINGS).find((group) => group.title === title)?.rows;
}

test("codes and names stand beside what they are mapped to, in words", () => {
  expect(rows("General")).toContainEqual(["Documents on or after", "24 Sept 2026"]);
  expect(rows("General")).toContainEqual(["Channels", "All"]);
  expect(rows("Order statuses")).toEqual([["Sales invoices", "4, 22"]]);
  expect(rows("Accounts for sales")).toEqual([
    ["4000", "200"],
    ["All others", "201"],
  ]);
  expect(rows("Payments to Xero")).toEqual([["CARD, EUR", "091"]]);
  expect(rows("Payments to Brightpearl")).toEqual([["Credit note", "XERO"]]);
  expect(rows("More than is due, or too early")).toEqual([
    ["Paid beyond what an invoice has open", "Held"],
    ["Paid on an order that is not invoiced", "Overpayment"],
  ]);
  expect(rows("Locked and filed periods")).toEqual([
    ["Sales invoices", "Held"],
    ["Purchase invoices", "First open day"],
    ["Tax returns filed up to", "–"],
  ]);
  expect(rows("Tracking")).toEqual([
    ["1", "Web"],
    ["2", "–"],
  ]);
  expect(rows("Rounding and tax")).toContainEqual(["Set sales credits off against their invoices", "Yes"]);
});

test("a setting that has no place is shown under its own name, not left out", () => {
  expect(rows("Others")).toEqual([["A setting of tomorrow", "deep: x"]]);
});

test("a group with nothing in it is not shown", () => {
  expect(rows("Accounts for purchases")).toBeUndefined();
});
