import { expect, test } from "vitest";

import type { HistoryEvent } from "@/api/words";

import { lastAccepted, lastSaid } from "./use-record";

const PUT_ASIDE = { at: "4", answer: {} } as unknown as HistoryEvent;
const REFUSED = {
  at: "3",
  answer: { Status: "AUTHORISED", ValidationErrors: [{ Message: "locked" }] },
} as unknown as HistoryEvent;
const REFUSED_LINE = {
  at: "2",
  answer: { LineItems: [{ ValidationErrors: [{ Message: "no account" }] }] },
} as unknown as HistoryEvent;
const ACCEPTED = { at: "1", answer: { Status: "AUTHORISED" } } as unknown as HistoryEvent;

test("the newest answer is the newest that says something", () => {
  expect(lastSaid([PUT_ASIDE, REFUSED, ACCEPTED])?.event.at).toBe("3");
  expect(lastSaid([PUT_ASIDE])).toBeNull();
});

test("what was refused is not what the other system holds", () => {
  expect(lastAccepted([REFUSED, REFUSED_LINE, ACCEPTED])?.event.at).toBe("1");
  expect(lastAccepted([REFUSED])).toBeNull();
});
