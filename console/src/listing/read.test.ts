import { expect, test } from "vitest";

import type { RecordPage } from "@/api/words";

import { aLine } from "./a-line";
import { everything, type Read, screenful } from "./read";

/** Pages of these sizes, one after the other; what was asked for is noted. */
function pages(...sizes: number[]): { read: Read; asked: [string, number][] } {
  const asked: [string, number][] = [];
  const read = (cursor: string, limit: number): Promise<RecordPage> => {
    asked.push([cursor, limit]);
    const at = cursor === "" ? 0 : Number(cursor);
    const records = Array.from({ length: sizes[at] ?? 0 }, (_, n) => aLine({ id: `${at}-${n}` }));
    return Promise.resolve({ records, next_cursor: at + 1 < sizes.length ? String(at + 1) : "" });
  };
  return { read, asked };
}

test("short and empty pages are gone over until a screen is full", async () => {
  const { read, asked } = pages(2, 0, 3, 5);

  const found = await screenful(read, "", 5);

  expect(found.records).toHaveLength(5);
  expect(found.next).toBe("3");
  expect(asked).toEqual([
    ["", 5],
    ["1", 3],
    ["2", 3],
  ]);
});

test("the last page is the one without a cursor", async () => {
  const { read } = pages(2, 1);

  expect(await screenful(read, "", 50)).toMatchObject({ next: "" });
});

test("a filter that fits hardly anything does not keep anybody waiting", async () => {
  const { read, asked } = pages(...Array.from({ length: 40 }, () => 0));

  const found = await screenful(read, "", 50);

  expect(asked).toHaveLength(8);
  expect(found).toEqual({ records: [], next: "8" });
});

test("everything is read up to the limit, and it is told whether there is more", async () => {
  const told: number[] = [];

  const all = await everything(pages(3, 0, 2).read, 10, (count) => told.push(count));
  const some = await everything(pages(3, 3, 3).read, 6, () => undefined);

  expect([all.records.length, all.complete, told]).toEqual([5, true, [3, 3, 5]]);
  expect([some.records.length, some.complete]).toEqual([6, false]);
});
