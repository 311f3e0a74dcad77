/** A record's pages in both systems: the systems' addresses come from the summary, the rest from the record. */
import type { RecordLine, Summary } from "@/api/words";

export type Links = Readonly<Record<string, string>>;

export function linksOf(line: Pick<RecordLine, "pages">, sites: Summary["sites"] | undefined): Links {
  const known = sites ?? {};
  const pairs = Object.entries(line.pages).flatMap(([system, page]) => {
    const site = known[system];
    return site === undefined ? [] : [[system, site + page] as const];
  });
  return Object.fromEntries(pairs.filter(([, address]) => address.startsWith("https://")));
}
