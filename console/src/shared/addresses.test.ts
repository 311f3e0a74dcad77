import { expect, test } from "vitest";

import { listingAddress, recordAddress, runAddress } from "./addresses";

test("ids are escaped, so that a strange one leads nowhere else", () => {
  expect(recordAddress("shop", "contacts", "1/../../runs?x")).toBe("/shop/contacts/1%2F..%2F..%2Fruns%3Fx");
  expect(runAddress("shop", "2026-11-23T07:31:35.144Z~e17e")).toBe("/shop/runs/2026-11-23T07%3A31%3A35.144Z~e17e");
});

test("a listing's filter stands in its address", () => {
  expect(listingAddress("shop", "sales-invoices", { status: "Error", cause: "a & b" })).toBe(
    "/shop/sales-invoices?status=Error&cause=a+%26+b",
  );
});
