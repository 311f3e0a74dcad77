import { expect, test } from "vitest";

import { type Filter, readFilter, without, writeFilter } from "./filters";

test.each<[string, Filter]>([
  ["", {}],
  ["?status=Error&reason=needs-you", { status: "Error", reason: "needs-you" }],
  ["?q=SI-1&from=2026-10-01&to=2026-10-31", { q: "SI-1", from: "2026-10-01", to: "2026-10-31" }],
  ["?status=Error&cause=add+%27T9%27+%26+more", { status: "Error", cause: "add 'T9' & more" }],
  ["?order=oldest", { order: "oldest" }],
])("a filter goes into the address and comes back: %s", (address, filter) => {
  expect(readFilter(new URLSearchParams(address))).toEqual(filter);
  expect(new URLSearchParams(writeFilter(filter)).toString()).toBe(new URLSearchParams(address).toString());
});

test.each(["?status=Lost", "?reason=whim", "?from=yesterday", "?to=1-1-2026", "?q=%20", "?order=newest", "?else=1"])(
  "what the API would refuse is left out: %s",
  (address) => {
    expect(readFilter(new URLSearchParams(address))).toEqual({});
  },
);

test("parts that are empty are not written", () => {
  expect(writeFilter({ q: "", from: "", status: "Sent" })).toBe("?status=Sent");
  expect(writeFilter({})).toBe("");
});

test("a part can be taken out", () => {
  expect(without({ q: "x", order: "oldest", status: "Sent" }, "order", "q")).toEqual({ status: "Sent" });
});
