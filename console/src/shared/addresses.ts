/** The console's own addresses. Ids come from outside: they are escaped here and nowhere else. */
import type { KindName } from "@/api/words";

import { type Filter, writeFilter } from "./filters";

export function dashboardAddress(connection: string): string {
  return `/${encodeURIComponent(connection)}`;
}

export function listingAddress(connection: string, kind: KindName, filter: Filter = {}): string {
  return `${dashboardAddress(connection)}/${kind}${writeFilter(filter)}`;
}

export function recordAddress(connection: string, kind: KindName, id: string): string {
  return `${dashboardAddress(connection)}/${kind}/${encodeURIComponent(id)}`;
}

export function depositsAddress(connection: string): string {
  return `${dashboardAddress(connection)}/deposits`;
}

export function entriesAddress(connection: string): string {
  return `${dashboardAddress(connection)}/entries`;
}

export function runsAddress(connection: string): string {
  return `${dashboardAddress(connection)}/runs`;
}

export function runAddress(connection: string, run: string): string {
  return `${runsAddress(connection)}/${encodeURIComponent(run)}`;
}

export function settingsAddress(connection: string): string {
  return `${dashboardAddress(connection)}/settings`;
}
