/** What has one cause is one line, whichever kinds of records it holds up: it is put right once. */
import type { CauseLine } from "@/api/words";
import { KINDS } from "@/shared/kinds";

/** One line for each kind, that with the newest error first. */
export type Cause = readonly [CauseLine, ...CauseLine[]];

/** The causes that hold up most records come first. */
export function together(lines: readonly CauseLine[]): Cause[] {
  const causes = new Map<string, [CauseLine, ...CauseLine[]]>();
  for (const line of lines) {
    const known = causes.get(line.cause);
    if (known === undefined) causes.set(line.cause, [line]);
    else known.push(line);
  }
  for (const cause of causes.values()) cause.sort((one, other) => other.newest_at.localeCompare(one.newest_at));
  return [...causes.values()].sort((one, other) => countOf(other) - countOf(one));
}

/** Its kinds as the menu has them, so that the eye finds the same kind in the same place. */
export function inMenuOrder(cause: Cause): readonly CauseLine[] {
  const place = ({ kind }: CauseLine) => KINDS.findIndex(({ path }) => path === kind);
  return [...cause].sort((one, other) => place(one) - place(other));
}

export function countOf(lines: readonly CauseLine[]): number {
  return lines.reduce((sum, line) => sum + line.count, 0);
}

/** Whether what is said of the newest record is said of all of them. */
export function sayTheSame([newest, ...others]: Cause): boolean {
  return newest.same_message && others.every((line) => line.same_message && line.message === newest.message);
}
