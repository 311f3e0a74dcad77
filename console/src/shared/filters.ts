/** A listing's filter, as it stands in the address: the API's own names, nothing where nothing is asked. */
import type { Status } from "@/api/words";

export const STATUSES: readonly Status[] = ["Pending", "Sent", "Updated", "Error", "Archive"];

export interface Filter {
  readonly status?: Status;
  readonly q?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cause?: string;
  readonly reason?: string;
}

const TEXTS = ["q", "from", "to", "cause", "reason"] as const;

export function readFilter(search: URLSearchParams): Filter {
  const status = STATUSES.find((one) => one === search.get("status"));
  const texts = TEXTS.map((name) => [name, (search.get(name) ?? "").trim()] as const);
  return { ...(status && { status }), ...Object.fromEntries(texts.filter(([, text]) => text !== "")) };
}

export function writeFilter(filter: Filter): string {
  const given = Object.entries(filter).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const search = new URLSearchParams(given).toString();
  return search && `?${search}`;
}
