/** The pages of a listing, by cursor: from each page on the way back is known, forward only one at a time. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { KindName } from "@/api/words";
import { type Filter, writeFilter } from "@/shared/filters";
import { WHEN_QUIET } from "@/shared/polling";

import { reader, type Screenful, screenful } from "./read";

interface Place {
  readonly of: string;
  readonly cursors: readonly string[];
  readonly page: number;
}

export interface Pages {
  readonly shown: Screenful | undefined;
  readonly error: Error | null;
  readonly loading: boolean;
  readonly page: number;
  readonly known: number;
  readonly more: boolean;
  readonly goTo: (page: number) => void;
  readonly again: () => void;
}

export function usePages(connection: string, kind: KindName, filter: Filter, size: number): Pages {
  const of = `${size} ${writeFilter(filter)}`;
  const [held, setHeld] = useState<Place>(() => beginning(of));
  const place = held.of === of ? held : beginning(of);
  const cursor = place.cursors[place.page - 1] ?? "";
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery({
    queryKey: ["listing", connection, kind, of, cursor],
    queryFn: ({ signal }) => screenful(reader(connection, kind, filter, signal), cursor, size),
    placeholderData: keepPreviousData,
    refetchInterval: WHEN_QUIET,
  });
  const next = isPlaceholderData ? "" : (data?.next ?? "");
  const known = place.page === place.cursors.length ? place.page : place.cursors.length;
  return {
    shown: data,
    error,
    loading: isPending || isPlaceholderData,
    page: place.page,
    known,
    more: place.page === place.cursors.length && next !== "",
    goTo: (page) => {
      const cursors = page > place.cursors.length && next !== "" ? [...place.cursors, next] : place.cursors;
      setHeld({ of, cursors, page: Math.min(page, cursors.length) });
    },
    again: () => void refetch(),
  };
}

function beginning(of: string): Place {
  return { of, cursors: [""], page: 1 };
}
