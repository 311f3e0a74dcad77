/** The versions of a document that stands apart: Brightpearl's now, what Xero said when both agreed, and what it says now. */
import type { RecordDetail } from "@/api/words";

import { textAt } from "./payloads";
import { apartAs } from "./ways";
import { dateOf, sameValue } from "./values";

type Version = NonNullable<RecordDetail["there"]>;

export interface VersionRow {
  readonly label: string;
  readonly here: string;
  readonly agreed: string;
  readonly there: string;
  readonly isAmount: boolean;
  readonly mark: "same" | "changed" | "differs" | "none";
}

const FIELDS: readonly (readonly [keyof Version, string])[] = [
  ["net", "Net"],
  ["tax", "Tax"],
  ["total", "Total"],
  ["date", "Date"],
  ["due", "Due date"],
  ["contact", "Contact"],
  ["status", "Status"],
];
const AMOUNTS: ReadonlySet<string> = new Set(["net", "tax", "total"]);
const IN_OTHER_WORDS: ReadonlySet<string> = new Set(["contact", "status"]);

/** Nothing where it does not stand apart, or nobody knows what Xero says. */
export function versionsOf(detail: RecordDetail): readonly VersionRow[] {
  const { there, agreed, related, record } = detail;
  if (apartAs(record) === "" || (there === null && agreed === null)) return [];
  const own = hereOf(detail);
  const isShared = related.some(({ relation }) => relation === "shared"); // with other records, which have the rest of it
  return FIELDS.map(([name, label]) => {
    const row = { label, here: own[name], agreed: agreed?.[name] ?? "", there: there?.[name] ?? "" };
    const compared = !IN_OTHER_WORDS.has(name) && !isShared;
    return { ...row, isAmount: AMOUNTS.has(name), mark: markOf(row, compared) };
  }).filter(({ here, agreed: then, there: now }) => here !== "" || then !== "" || now !== "");
}

function hereOf({ record, document }: RecordDetail): Version {
  return {
    net: textAt(document, "totalValue", "net"),
    tax: textAt(document, "totalValue", "taxAmount"),
    total: textAt(document, "totalValue", "total") || record.total,
    date: record.date,
    due: dateOf(textAt(document, "invoices", 0, "dueDate")),
    contact: record.contact,
    status: textAt(document, "orderStatus", "name"),
  };
}

type Three = Pick<VersionRow, "here" | "agreed" | "there">;

function markOf({ here, agreed, there }: Three, compared: boolean): VersionRow["mark"] {
  if (there === "") return "none";
  if (agreed !== "" && !sameValue(agreed, there)) return "changed";
  if (compared && here !== "" && !sameValue(here, there)) return "differs";
  return agreed === "" && !compared ? "none" : "same";
}
