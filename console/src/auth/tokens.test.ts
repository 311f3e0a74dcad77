import { expect, test } from "vitest";

import { aToken } from "./a-token";
import { may, userOf } from "./tokens";

test("a token names its bearer and their groups, in any alphabet", () => {
  const token = aToken({ email: "zoë@example.com", "cognito:groups": ["operator", "of another app"] });

  expect(userOf(token)).toEqual({ email: "zoë@example.com", groups: ["operator"] });
});

test("groups that a gateway has written as one text are read as well", () => {
  expect(userOf(aToken({ "cognito:groups": "[viewer admin]" })).groups).toEqual(["viewer", "admin"]);
});

test.each([
  { groups: [], viewer: false, operator: false },
  { groups: ["viewer"], viewer: true, operator: false },
  { groups: ["operator"], viewer: true, operator: true },
  { groups: ["admin"], viewer: true, operator: true },
] as const)("whoever is in $groups may see: $viewer, start: $operator", ({ groups, viewer, operator }) => {
  const user = { email: "ada@example.com", groups };

  expect(may(user, "viewer")).toBe(viewer);
  expect(may(user, "operator")).toBe(operator);
});
