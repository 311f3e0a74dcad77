/** Which columns a listing shows, kept in this browser for each kind. */
import type { CollectionPreferencesProps } from "@cloudscape-design/components/collection-preferences";
import { useState } from "react";

export type Preferences = Required<Pick<CollectionPreferencesProps.Preferences, "pageSize" | "wrapLines">> & {
  readonly contentDisplay: readonly CollectionPreferencesProps.ContentDisplayItem[];
};

type Column = CollectionPreferencesProps.ContentDisplayItem;

export const PAGE_SIZES: readonly number[] = [20, 50, 100, 200];

/** What was saved, as far as it still makes sense: columns that are new are shown, those that are gone are dropped. */
export function restored(saved: string | null, usual: Preferences): Preferences {
  const read = parsed(saved);
  if (read === null) return usual;
  const ids = new Set(usual.contentDisplay.map(({ id }) => id));
  const columns: readonly (Column | null)[] = Array.isArray(read.contentDisplay) ? read.contentDisplay : [];
  const kept = columns.filter((column): column is Column => column !== null && ids.has(column.id));
  const known = new Set(kept.map(({ id }) => id));
  return {
    pageSize: PAGE_SIZES.includes(read.pageSize ?? 0) ? (read.pageSize ?? usual.pageSize) : usual.pageSize,
    wrapLines: read.wrapLines ?? usual.wrapLines,
    contentDisplay: [...kept, ...usual.contentDisplay.filter(({ id }) => !known.has(id))],
  };
}

function parsed(saved: string | null): Partial<Preferences> | null {
  try {
    const read: unknown = JSON.parse(saved ?? "null");
    return typeof read === "object" && read !== null ? read : null;
  } catch {
    return null;
  }
}

export function usePreferences(name: string, usual: Preferences): [Preferences, (next: Preferences) => void] {
  const key = `listing.${name}`;
  const [held, setHeld] = useState(() => restored(localStorage.getItem(key), usual));
  const save = (next: Preferences) => {
    setHeld(next);
    localStorage.setItem(key, JSON.stringify(next));
  };
  return [held, save];
}
