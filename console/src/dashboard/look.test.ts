import { expect, test } from "vitest";

import type { Health } from "@/api/words";

import { callsLeft } from "./limits";
import { lookOf } from "./look";

function health(word: string): Health {
  return { word, sentence: "The last cycle did all that was due.", active: true, needs_reconnect: "" };
}

test.each([
  { word: "healthy", waiting: 0, shown: "Healthy", why: "The last cycle did all that was due." },
  { word: "healthy", waiting: 1, shown: "Needs you", why: /due\. 1 record waits for a person\.$/ },
  { word: "healthy", waiting: 1200, shown: "Needs you", why: /1,200 records wait for a person\.$/ },
  { word: "failing", waiting: 3, shown: "Failing", why: "The last cycle did all that was due." },
  { word: "needs_reconnect", waiting: 0, shown: "Disconnected", why: /./ },
  { word: "wrong_books", waiting: 0, shown: "Wrong books", why: /./ },
  { word: "a word of tomorrow", waiting: 0, shown: "a word of tomorrow", why: /./ },
])("$word with $waiting waiting is “$shown”", ({ word, waiting, shown, why }) => {
  const look = lookOf(health(word), waiting);

  expect(look.word).toBe(shown);
  expect(look.why).toMatch(why);
});

test("the calls left are told by system, those that are not known are not", () => {
  expect(callsLeft({ xero: { day_remaining: 4964, minute_remaining: 24 }, brightpearl: { remaining: 176 } })).toEqual([
    "Xero: 4,964 today",
    "Brightpearl: 176 this minute",
  ]);
  expect(callsLeft({ xero: { day_remaining: 0 } })).toEqual(["Xero: 0 today"]);
  expect(callsLeft({})).toEqual([]);
});
