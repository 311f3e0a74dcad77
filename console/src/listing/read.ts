/** Listings are read page by page; a page of the API may be shorter than its limit, and is the last only without a cursor. */
import { client } from "@/api/client";
import type { KindName, RecordLine, RecordPage } from "@/api/words";
import type { Filter } from "@/shared/filters";

export const MOST_AT_ONCE = 200;
const MOST_CALLS = 8; // for one screenful: a filter that fits hardly anything must not keep anybody waiting

export type Read = (cursor: string, limit: number) => Promise<RecordPage>;

/** A screenful, or less where it takes too many calls; `next` is empty behind the last one. */
export interface Screenful {
  readonly records: readonly RecordLine[];
  readonly next: string;
}

export function reader(connection: string, kind: KindName, filter: Filter, signal?: AbortSignal): Read {
  return async (cursor, limit) => {
    const query = { ...filter, limit, ...(cursor !== "" && { cursor }) };
    const { data } = await client.GET("/api/v1/connections/{connection}/{kind}", {
      params: { path: { connection, kind }, query },
      ...(signal && { signal }),
    });
    if (data === undefined) throw new Error("the API answered without a page");
    return data;
  };
}

export async function screenful(read: Read, cursor: string, size: number): Promise<Screenful> {
  const records: RecordLine[] = [];
  let next = cursor;
  for (let call = 0; call < MOST_CALLS && records.length < size; call++) {
    const page = await read(next, size - records.length);
    records.push(...page.records);
    next = page.next_cursor;
    if (next === "") break;
  }
  return { records, next };
}

/** Everything, up to a limit; `complete` is false where there is more. Tells how many it has after each page. */
export async function everything(
  read: Read,
  most: number,
  tell: (count: number) => void,
): Promise<{ readonly records: readonly RecordLine[]; readonly complete: boolean }> {
  const records: RecordLine[] = [];
  let next = "";
  do {
    const page = await read(next, Math.min(MOST_AT_ONCE, most - records.length));
    records.push(...page.records);
    next = page.next_cursor;
    tell(records.length);
  } while (next !== "" && records.length < most);
  return { records, complete: next === "" };
}
