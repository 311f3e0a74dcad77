/** The health in one word, with its reason, and how it looks. */
import type { BoxProps } from "@cloudscape-design/components/box";
import type { IconProps } from "@cloudscape-design/components/icon";

import type { Health } from "@/api/words";

interface Look {
  readonly word: string;
  readonly icon: IconProps.Name;
  readonly variant: IconProps.Variant;
  readonly color: BoxProps.Color;
}

const GOOD = { icon: "status-positive", variant: "success", color: "text-status-success" } as const;
const BAD = { icon: "status-negative", variant: "error", color: "text-status-error" } as const;
const SLOW = { icon: "status-warning", variant: "warning", color: "text-status-warning" } as const;
const STILL = { icon: "status-stopped", variant: "subtle", color: "text-status-inactive" } as const;
const FRESH = { icon: "status-info", variant: "link", color: "text-status-info" } as const;

const LOOKS: Readonly<Record<string, Look>> = {
  healthy: { word: "Healthy", ...GOOD },
  waiting: { word: "Waiting", ...SLOW },
  failing: { word: "Failing", ...BAD },
  needs_reconnect: { word: "Disconnected", ...BAD },
  wrong_books: { word: "Wrong books", ...BAD },
  paused: { word: "Paused", ...SLOW },
  inactive: { word: "Switched off", ...STILL },
  new: { word: "New", ...FRESH },
};

/** A connection that does its work is still not well where records wait for a person. */
export function lookOf(health: Health, waiting: number): Look & { readonly why: string } {
  if (health.word === "healthy" && waiting > 0) {
    const records = waiting === 1 ? "1 record waits" : `${waiting.toLocaleString("en-GB")} records wait`;
    return { word: "Needs you", ...SLOW, why: `${health.sentence} ${records} for a person.` };
  }
  return { ...(LOOKS[health.word] ?? { word: health.word, ...FRESH }), why: health.sentence };
}
