import { expect, test } from "vitest";

import { readFilter, writeFilter } from "./filters";

test("what is written is read again, whatever people search for", () => {
  const filter = { status: "Error", q: "A&B =100% <script>", from: "2026-01-01", cause: "no 'T9' + more?" } as const;

  expect(readFilter(new URLSearchParams(writeFilter(filter)))).toEqual(filter);
});

test("what nobody asked for is not in the address", () => {
  expect(writeFilter({})).toBe("");
  expect(writeFilter({ q: "", from: "" })).toBe("");
});

test("what is no status, no filter or empty is left out", () => {
  expect(readFilter(new URLSearchParams("status=Lost&q=%20%20&colour=red&to=2026-02-28"))).toEqual({
    to: "2026-02-28",
  });
});
