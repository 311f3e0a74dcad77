import { expect, test } from "vitest";

import type { RecordAction } from "@/api/trigger";
import type { KindName, Status } from "@/api/words";
import { aLine } from "@/listing/a-line";

import { actionsOf } from "./actions";

function allowed(changes: Parameters<typeof aLine>[0]): RecordAction[] {
  return actionsOf(aLine(changes)).flatMap(({ action, refusal }) => (refusal === "" ? [action] : []));
}

test.each<[Status, RecordAction[]]>([
  ["Pending", ["fetch", "post", "retry", "archive"]],
  ["Sent", ["fetch", "archive"]],
  ["Updated", ["fetch", "post", "retry", "archive"]],
  ["Error", ["fetch", "post", "retry", "archive"]],
  ["Archive", ["fetch", "unarchive"]],
])("what is %s can be", (status, actions) => {
  expect(allowed({ status })).toEqual(actions);
});

test.each<KindName>(["products", "contacts"])("%s that were sent can be posted again", (kind) => {
  expect(allowed({ kind, status: "Sent" })).toContain("post");
});

test("a payment of Xero can be fetched by its id, a part of a credit cannot", () => {
  const kind = "sales-payments";

  expect(allowed({ kind, origin: "xero", id: "7a9f3c52-0d0e-4d0b-8e1b-2f6f5a1c0001" })).toContain("fetch");
  expect(allowed({ kind, origin: "xero", id: "0".repeat(64) })).not.toContain("fetch");
});

const CHANGED = { standing: "changed in Xero", ways: ["reapply", "accept", "leave"] };

test.each<[Status, RecordAction[]]>([
  ["Error", ["fetch", "archive", "reapply", "accept", "leave"]],
  ["Sent", ["fetch", "archive", "reapply", "accept", "leave"]],
  ["Archive", ["fetch", "unarchive"]],
])("what stands apart and is %s can be decided about, not posted or retried", (status, actions) => {
  expect(allowed({ status, ...CHANGED })).toEqual(actions);
});

test("what only Brightpearl has changed can be credited, left or tried again", () => {
  const here = { standing: "changed in Brightpearl", ways: ["credit", "leave"] };

  expect(allowed({ status: "Error", ...here })).toEqual(["fetch", "retry", "archive", "credit", "leave"]);
  expect(allowed({ status: "Updated", ...here })).toEqual(["fetch", "retry", "archive"]);
});

test("what stands apart says why it is not posted", () => {
  const post = actionsOf(aLine({ status: "Error", ...CHANGED })).find(({ action }) => action === "post");

  expect(post?.refusal).toBe("It is changed in Xero: choose what is to become of it instead.");
});

test("what is refused says why", () => {
  for (const status of ["Pending", "Sent", "Updated", "Error", "Archive"] as const) {
    for (const { refusal } of actionsOf(aLine({ status }))) expect(refusal).toMatch(/^$|\.$/);
  }
});
