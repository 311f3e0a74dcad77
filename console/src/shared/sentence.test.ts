import { expect, test } from "vitest";

import { apart, sentence } from "./sentence";

test.each([
  ["its date is locked", "Its date is locked."],
  ["Done.", "Done."],
  ["why?", "Why?"],
  ["  ", ""],
])("“%s” is written “%s”", (text, written) => {
  expect(sentence(text)).toBe(written);
});

test("the other system's own words stand apart from ours", () => {
  expect(apart("its contact is archived in Xero (Xero: The contact (20110) has been archived.)")).toEqual({
    plain: "its contact is archived in Xero",
    system: "Xero",
    quoted: "The contact (20110) has been archived.",
  });
  expect(apart("it is locked (Xero: The document date (1 Oct) is locked)").quoted).toBe(
    "The document date (1 Oct) is locked",
  );
  expect(apart("add 'T9' (sales) to the settings").plain).toBe("add 'T9' (sales) to the settings");
});
