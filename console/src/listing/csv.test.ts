import { expect, test } from "vitest";

import { aLine, anError } from "./a-line";
import { field, toCsv } from "./csv";

test.each([
  ["plain", "plain"],
  ["with, comma", '"with, comma"'],
  ['with "quotes"', '"with ""quotes"""'],
  ["two\nlines", '"two\nlines"'],
  ["", ""],
])("a field is quoted where it has to be: %j", (text, written) => {
  expect(field(text)).toBe(written);
});

test.each([
  ["=1+1", "'=1+1"],
  ["+441179", "'+441179"],
  ["-cmd", "'-cmd"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
])("what a spreadsheet would take for a formula is made text: %j", (text, written) => {
  expect(field(text)).toBe(written);
});

test.each(["12.50", "-12.50", "0", "-7"])("an amount stays a number: %s", (amount) => {
  expect(field(amount)).toBe(amount);
});

test("a file has a heading and a line for each record, each ended as RFC 4180 says", () => {
  const text = toCsv([aLine(), aLine({ id: "2002", contact: "Meadow, Sons", ...anError() })]);

  const [heading, first, second, rest] = text.split("\r\n");
  expect(heading).toMatch(/^\uFEFFKind,Id,From,Number/);
  expect(first).toContain("sales-invoices,2001,brightpearl,SI-2001,PO 7,Ada Lovelace Ltd,2026-10-01,12.50,GBP,Sent");
  expect(second).toContain('"Meadow, Sons"');
  expect(second).toContain("It was refused.,put it right,yes,1");
  expect(rest).toBe("");
});
