import { expect, test } from "vitest";

import { day, duration, fromNow, fromNowAndWhen, inUtc, inWords, moment } from "./times";

const NOON = new Date("2026-11-23T12:00:00Z");

test("a moment is shown in the reader's zone and told in UTC", () => {
  expect(inWords(NOON)).toBe("23 Nov 2026, 13:00");
  expect(inUtc(NOON)).toBe("2026-11-23 12:00:00 UTC");
});

test.each([
  ["2026-11-23", "23 Nov 2026"],
  ["2026-11-23T23:59:59+00:00", "23 Nov 2026"],
  ["", ""],
  ["soon", "soon"],
])("the day %s is %s in every zone", (date, shown) => {
  expect(day(date)).toBe(shown);
});

test.each([
  ["2026-11-23T12:00:30Z", "in less than a minute"],
  ["2026-11-23T11:59:30Z", "just now"],
  ["2026-11-23T12:12:00Z", "in 12 minutes"],
  ["2026-11-23T09:00:00Z", "3 hours ago"],
  ["2026-11-22T12:00:00Z", "yesterday"],
])("%s is %s", (at, said) => {
  expect(fromNow(new Date(at), NOON)).toBe(said);
});

test("today needs no date, another day does", () => {
  expect(fromNowAndWhen(new Date("2026-11-23T12:12:00Z"), NOON)).toBe("in 12 minutes, at 13:12");
  expect(fromNowAndWhen(new Date("2026-11-21T12:12:00Z"), NOON)).toBe("2 days ago, 21 Nov 2026, 13:12");
});

test.each([
  [0, "0 s"],
  [59, "59 s"],
  [60, "1 min"],
  [125, "2 min 5 s"],
])("%d seconds are %s", (seconds, said) => {
  expect(duration(seconds)).toBe(said);
});

test("what is no time is none", () => {
  expect(moment("")).toBeNull();
  expect(moment("soon")).toBeNull();
  expect(moment("2026-11-23T12:00:00Z")).toEqual(NOON);
});
