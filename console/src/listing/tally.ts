/** How many records there are, and what they come to. */
import { useQuery } from "@tanstack/react-query";

import type { BulkAction, Selection } from "@/api/trigger";
import type { RecordLine } from "@/api/words";
import { useConnection } from "@/app/connection";
import { refusalOf } from "@/record/actions";
import { grouped, sum } from "@/shared/amount";
import type { Filter } from "@/shared/filters";
import { counted, type Kind } from "@/shared/kinds";

import { everything, reader } from "./read";

const MOST_COUNTED = 2000;

export interface Tally {
  /** Null where it is not known. */
  readonly count: number | null;
  readonly counting: boolean;
  readonly says: string;
  readonly total: string;
}

/** "1,218.80 GBP, 20.00 EUR"; empty where none has an amount. */
export function totalsOf(lines: readonly RecordLine[]): string {
  const amounts = new Map<string, string[]>();
  for (const { total, currency } of lines) {
    if (total !== "") amounts.set(currency, [...(amounts.get(currency) ?? []), total]);
  }
  return [...amounts].map(([currency, all]) => `${grouped(sum(all))} ${currency}`.trim()).join(", ");
}

/** Counts, page by page, those that a filter lists and an action allows; nothing is asked without a filter. */
export function useTally(
  kind: Kind,
  action: BulkAction,
  filter: Extract<Selection, { filter: unknown }>["filter"] | null,
): Tally {
  const connection = useConnection();
  const { data, isLoading, error } = useQuery({
    queryKey: ["tally", connection, kind.path, action, filter],
    queryFn: async ({ signal }) => {
      const read = reader(connection, kind.path, filter as Filter, signal);
      const { records, complete } = await everything(read, MOST_COUNTED, () => undefined);
      const able = records.filter((line) => refusalOf(action, line) === "");
      return { count: able.length, complete, total: totalsOf(able) };
    },
    enabled: filter !== null,
    staleTime: 0,
  });
  if (filter === null) return { count: null, counting: false, says: "", total: "" };
  if (error !== null) return { count: null, counting: false, says: "They could not be counted.", total: "" };
  if (data === undefined) return { count: null, counting: isLoading, says: "Counting them …", total: "" };
  const { count, complete, total } = data;
  const says = complete ? counted(count, kind) : `at least ${counted(count, kind)}`;
  return {
    count: complete ? count : null,
    counting: false,
    says,
    total: complete || total === "" ? total : `at least ${total}`,
  };
}
