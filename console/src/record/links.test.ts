import { expect, test } from "vitest";

import { linksOf } from "./links";

const SITES = { brightpearl: "https://euw1.brightpearlapp.com", xero: "https://go.xero.com/x?redirecturl=" };

test("a page behind its system's address is a link", () => {
  expect(linksOf({ pages: { brightpearl: "/patt-op.php?oID=1" } }, SITES)).toEqual({
    brightpearl: "https://euw1.brightpearlapp.com/patt-op.php?oID=1",
  });
});

test.each([[undefined], [{}], [{ brightpearl: "javascript:alert(1)//" }]])(
  "without a known address there is none: %j",
  (sites) => {
    expect(linksOf({ pages: { brightpearl: "/x" } }, sites)).toEqual({});
  },
);
