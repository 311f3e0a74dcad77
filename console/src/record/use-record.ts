/** What the record page reads. */
import { api } from "@/api/client";
import type { HistoryEvent, KindName } from "@/api/words";
import { WHEN_QUIET } from "@/shared/polling";

import { type Element, isElement, refusalsOf } from "./payloads";

const EVENTS = 20;

export function useRecord(connection: string, kind: KindName, id: string) {
  return api.useQuery(
    "get",
    "/api/v1/connections/{connection}/{kind}/{record_id}",
    { params: { path: { connection, kind, record_id: id } } },
    { refetchInterval: WHEN_QUIET },
  );
}

export function useHistory(connection: string, kind: KindName, id: string) {
  return api.useInfiniteQuery(
    "get",
    "/api/v1/connections/{connection}/{kind}/{record_id}/history",
    { params: { path: { connection, kind, record_id: id }, query: { limit: EVENTS } } },
    {
      pageParamName: "cursor",
      initialPageParam: "",
      getNextPageParam: (page: { next_cursor: string }) => page.next_cursor || undefined,
    },
  );
}

/** The newest thing that the other system said, and what it was asked: attempts that were never sent said nothing. */
export function lastSaid(
  events: readonly HistoryEvent[],
): { readonly event: HistoryEvent; readonly answer: Element } | null {
  for (const event of events) {
    if (isElement(event.answer) && Object.keys(event.answer).length > 0) return { event, answer: event.answer };
  }
  return null;
}

/** A refusal repeats what it was sent, as if it were there: that is nothing to compare with. */
export function lastAccepted(events: readonly HistoryEvent[]): ReturnType<typeof lastSaid> {
  return lastSaid(events.filter(({ answer }) => refusalsOf(answer).length === 0));
}
