import { expect, test } from "vitest";

import { type Preferences, restored } from "./preferences";

const USUAL: Preferences = {
  pageSize: 50,
  wrapLines: true,
  contentDisplay: [
    { id: "number", visible: true },
    { id: "status", visible: true },
  ],
};

test.each([
  [null],
  ["nonsense"],
  ["7"],
  ["{}"],
  ['{"contentDisplay":"x","pageSize":"many"}'],
  ['{"contentDisplay":[7,null]}'],
])("whatever is stored, there are columns: %j", (saved) => {
  expect(restored(saved, USUAL)).toEqual(USUAL);
});

test("a choice is kept, with columns that are new and without those that are gone", () => {
  const saved = JSON.stringify({
    pageSize: 100,
    wrapLines: false,
    contentDisplay: [
      { id: "status", visible: false },
      { id: "gone", visible: true },
    ],
  });

  expect(restored(saved, USUAL)).toEqual({
    pageSize: 100,
    wrapLines: false,
    contentDisplay: [
      { id: "status", visible: false },
      { id: "number", visible: true },
    ],
  });
});
