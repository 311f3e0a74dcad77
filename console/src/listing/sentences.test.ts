import { expect, test } from "vitest";

import { aLine, anError } from "./a-line";
import { causeOf, lastAttemptOf, messageOf } from "./sentences";

test.each([
  [aLine(anError({ message: "tax code 'T9' has no Xero tax rate" })), "Tax code 'T9' has no Xero tax rate."],
  [
    aLine(anError({ message: "its contact is archived in Xero (Xero: The contact (x) has been archived.)" })),
    "Its contact is archived in Xero.",
  ],
  [aLine({ status: "Pending", held: "waits until its document is in Xero" }), "Waits until its document is in Xero."],
  [aLine({ status: "Pending" }), "Waits to be posted."],
  [aLine({ status: "Pending", kind: "products" }), "Goes to Xero with the first document that needs it."],
  [aLine({ status: "Updated" }), "Has changed since it was sent; the change waits to be posted."],
  [aLine(), "Is in Xero."],
  [aLine({ origin: "xero", kind: "sales-payments" }), "Is in Brightpearl."],
  [aLine({ standing: "gone in Xero", ways: ["post-anew", "leave"] }), "Left as it is: gone in Xero."],
  [aLine({ remote_id: "" }), "There was nothing to post."],
  [aLine({ status: "Archive" }), "Was put aside by a person."],
])("every line says how it stands in one sentence (%#)", (line, said) => {
  expect(messageOf(line)).toBe(said);
});

test("errors have in common what to do about them, else what they say", () => {
  expect(causeOf(aLine(anError()))).toBe("put it right");
  expect(causeOf(aLine(anError({ hint: "" })))).toBe("it was refused");
  expect(causeOf(aLine())).toBe("");
});

test("the last attempt is that of the error, or the sending", () => {
  expect(lastAttemptOf(aLine(anError()))).toBe("2026-10-03T08:00:00+00:00");
  expect(lastAttemptOf(aLine())).toBe("2026-10-02T08:00:00+00:00");
  expect(lastAttemptOf(aLine({ status: "Pending" }))).toBe("");
});
