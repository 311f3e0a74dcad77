import { expect, test } from "vitest";

import { base64url, challengeOf, randomText } from "./pkce";

test("the challenge is the one of RFC 7636, appendix B", async () => {
  expect(await challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  );
});

test("text for addresses has no character that they escape", () => {
  expect(base64url(Uint8Array.from([251, 255, 254, 0]))).toBe("-__-AA");
});

test("a verifier is long enough and never the same", () => {
  const [one, other] = [randomText(), randomText()];

  expect(one).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(other).not.toBe(one);
});
