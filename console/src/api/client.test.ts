import { beforeEach, expect, test, vi } from "vitest";

import type { Session } from "@/auth/session";
import { SignedOutError } from "@/auth/session";

import { callAs, client } from "./client";
import { ApiProblem } from "./problem";
import { start } from "./trigger";

const answers = vi.fn<(request: Request) => Promise<Response>>();
const token = vi.fn<() => Promise<string>>();
const refused = vi.fn();

beforeEach(() => {
  answers.mockReset();
  token.mockReset().mockResolvedValue("good");
  refused.mockReset();
  vi.stubGlobal("fetch", (request: Request) => answers(request));
  callAs({ token, refused } as unknown as Session);
});

function problem(status: number, detail: string): Promise<Response> {
  const body = { type: "about:blank", title: "", status, detail, errors: [{ field: "q", value: "x", message: "no" }] };
  return Promise.resolve(Response.json(body, { status, headers: { "content-type": "application/problem+json" } }));
}

function connections() {
  return client.GET("/api/v1/connections");
}

test("every call carries the token", async () => {
  answers.mockResolvedValueOnce(Response.json({ connections: [] }));

  await connections();

  expect(answers.mock.calls[0]?.[0].headers.get("authorization")).toBe("Bearer good");
});

test("a call that the gateway takes for signed out is sent once more with a new token", async () => {
  token.mockResolvedValueOnce("old").mockResolvedValueOnce("new");
  answers.mockResolvedValueOnce(new Response(null, { status: 401 }));
  answers.mockResolvedValueOnce(Response.json({ connections: [] }));

  await connections();

  expect(refused).toHaveBeenCalledWith("old");
  expect(answers.mock.calls.map(([request]) => request.headers.get("authorization"))).toEqual([
    "Bearer old",
    "Bearer new",
  ]);
});

test("a refusal is told in the API's words, with the field that is wrong", async () => {
  answers.mockReturnValueOnce(problem(400, "The request cannot be understood."));

  const failure: unknown = await connections().catch((cause: unknown) => cause);

  expect(failure).toBeInstanceOf(ApiProblem);
  expect(failure).toMatchObject({ message: "The request cannot be understood.", status: 400, faults: ["q “x”: no"] });
});

test.each([
  { status: 403, says: /operator or an administrator/, passing: false },
  { status: 429, says: /Too many requests/, passing: true },
  { status: 503, says: /Try again/, passing: true },
  { status: 418, says: /status 418/, passing: false },
])("status $status without words gets ours", async ({ status, says, passing }) => {
  answers.mockResolvedValueOnce(new Response("<html>", { status }));

  const failure = (await connections().catch((cause: unknown) => cause)) as ApiProblem;

  expect(failure.message).toMatch(says);
  expect(failure.passing).toBe(passing);
});

test.each([
  { cause: new DOMException("", "TimeoutError"), says: /within 20 seconds/, status: 0 },
  { cause: new TypeError("Failed to fetch"), says: /cannot be reached/, status: 0 },
])("no answer is told as what it is: $says", async ({ cause, says, status }) => {
  answers.mockRejectedValueOnce(cause);

  const failure = (await connections().catch((error: unknown) => error)) as ApiProblem;

  expect(failure.message).toMatch(says);
  expect(failure.status).toBe(status);
});

test("a sign-in that has ended is a problem that signing in solves, and nothing is sent", async () => {
  token.mockRejectedValue(new SignedOutError("Your sign-in has ended."));

  await expect(connections()).rejects.toMatchObject({ status: 401 });
  expect(answers).not.toHaveBeenCalled();
});

test.each([
  { trigger: { action: "sync" }, path: "/sync", body: "" },
  { trigger: { action: "fetch", kind: "products" }, path: "/products/fetch", body: "" },
  { trigger: { action: "unarchive", kind: "contacts", id: "20-1" }, path: "/contacts/20-1/unarchive", body: "" },
  {
    trigger: { action: "retry", kind: "products", chosen: { ids: ["1"] } },
    path: "/products/retry",
    body: '{"ids":["1"]}',
  },
  { trigger: { action: "post-anew", kind: "products", id: "1" }, path: "/products/1/post-anew", body: "" },
  {
    trigger: { action: "accept", kind: "products", chosen: { ids: ["1"] } },
    path: "/products/accept",
    body: '{"ids":["1"]}',
  },
  {
    trigger: { action: "archive", kind: "contacts", chosen: { filter: { status: "Error", cause: "a & b" } } },
    path: "/contacts/archive",
    body: '{"filter":{"status":"Error","cause":"a & b"}}',
  },
] as const)("$trigger.action posts to $path", async ({ trigger, path, body }) => {
  answers.mockResolvedValueOnce(Response.json({ run: "r", status: "STARTED", message: "" }, { status: 202 }));

  await start("shop", trigger);

  const request = answers.mock.calls[0]?.[0];
  expect(request?.method).toBe("POST");
  expect(new URL(request?.url ?? "").pathname).toBe(`/api/v1/connections/shop${path}`);
  expect(await request?.text()).toBe(body);
});
