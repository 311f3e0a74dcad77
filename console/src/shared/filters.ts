/** A listing's filter, as it stands in the address: the API's own names, nothing where nothing is asked. */
import type { Order, Reason, Status } from "@/api/words";

export const STATUSES: readonly Status[] = ["Pending", "Sent", "Updated", "Error", "Archive"];
export const REASONS: readonly Reason[] = ["needs-you", "retrying", "held"];

export interface Filter {
  readonly status?: Status;
  readonly q?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cause?: string;
  readonly reason?: Reason;
  readonly order?: Order;
}

const TEXTS = ["q", "from", "to", "cause"] as const;

/** What the API would refuse is left out: an address is typed by hand, too. */
export function readFilter(search: URLSearchParams): Filter {
  const status = STATUSES.find((one) => one === search.get("status"));
  const reason = REASONS.find((one) => one === search.get("reason"));
  const texts = TEXTS.map((name) => [name, (search.get(name) ?? "").trim()] as const);
  return {
    ...(status && { status }),
    ...(reason && { reason }),
    ...Object.fromEntries(texts.filter(([name, text]) => text !== "" && (!isDay(name) || DAY.test(text)))),
    ...(search.get("order") === "oldest" && { order: "oldest" }),
  };
}

export function writeFilter(filter: Filter): string {
  const given = Object.entries(filter).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const search = new URLSearchParams(given).toString();
  return search && `?${search}`;
}

/** The same filter without some of its parts. */
export function without<Name extends keyof Filter>(filter: Filter, ...names: readonly Name[]): Omit<Filter, Name> {
  const left = Object.entries(filter).filter(([name]) => !names.some((one) => one === name));
  return Object.fromEntries(left) as Omit<Filter, Name>;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function isDay(name: string): boolean {
  return name === "from" || name === "to";
}
