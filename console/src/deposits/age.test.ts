import { expect, test } from "vitest";

import { ageOf } from "./age";

test.each([
  [-1, "not yet"],
  [0, "today"],
  [1, "1 day"],
  [45, "45 days"],
  [1200, "1,200 days"],
])("money of %d days is said to be from %s", (days, said) => {
  expect(ageOf(days)).toBe(said);
});
