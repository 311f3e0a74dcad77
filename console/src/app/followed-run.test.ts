import { expect, test } from "vitest";

import type { RunDetail, RunLine, RunStep } from "@/api/words";

import { told } from "./followed-run";

const STARTED = { run: "r", status: "STARTED", message: "" };
const WAITS = { run: "r", status: "WAITING", message: "" };

function aRun(run: Partial<RunLine>, steps: Partial<RunStep>[] = []): RunDetail {
  const line = { run: "r", status: "RUNNING", fetched: 0, posted: 0, errors: 0, problem: "", ...run } as RunLine;
  return { run: line, steps: steps.map((step) => ({ state: "done", changed: 0, does: "", ...step }) as RunStep) };
}

test.each([
  { detail: undefined, accepted: STARTED, type: "in-progress", says: "Starting…" },
  { detail: aRun({ status: "WAITING" }), accepted: STARTED, type: "in-progress", says: "Starting…" },
  { detail: undefined, accepted: WAITS, type: "in-progress", says: "Started. Waiting its turn behind another run." },
  {
    detail: aRun({}, [{}, { state: "running", does: "sales payments" }, { state: "waiting" }]),
    accepted: WAITS,
    type: "in-progress",
    says: "Step 2 of 3: sales payments.",
  },
  { detail: aRun({ status: "SUCCEEDED" }), accepted: STARTED, type: "success", says: "Done. There was nothing to do." },
  {
    detail: aRun({ status: "SUCCEEDED", fetched: 1200, posted: 2 }, [{ changed: 3 }]),
    accepted: STARTED,
    type: "success",
    says: "Done. 3 changed, 1,200 fetched, 2 posted.",
  },
  {
    detail: aRun({ status: "SUCCEEDED", errors: 1 }),
    accepted: STARTED,
    type: "warning",
    says: "Done, with errors. 1 with an error.",
  },
  {
    detail: aRun({ status: "FAILED", problem: "Xero did not answer.", fetched: 4 }),
    accepted: STARTED,
    type: "error",
    says: "Xero did not answer. 4 fetched.",
  },
  {
    detail: aRun({ status: "FAILED" }),
    accepted: STARTED,
    type: "error",
    says: "The run failed. It ended before anything was done.",
  },
])("$says", ({ detail, accepted, type, says }) => {
  expect(told(detail, accepted)).toEqual({ type, says });
});

test("a run that cannot be looked at is no spinner without an end, but one that has ended stays ended", () => {
  expect(told(aRun({}), STARTED, true).type).toBe("warning");
  expect(told(aRun({ status: "SUCCEEDED" }), STARTED, true).type).toBe("success");
});
