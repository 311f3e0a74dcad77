/** The fields that a comparison is made of: each says where it stands in the source, in what is posted, and in the answer. */
import type { RecordLine } from "@/api/words";

import type { Field } from "./compare";
import { type Element, textAt } from "./payloads";
import { dateOf } from "./values";

type Path = readonly (string | number)[];

export function same(label: string, source: Path | ((source: unknown) => string), ...there: Path): Field {
  return {
    label,
    source: typeof source === "function" ? source : (from) => textAt(from, ...source),
    posted: (payload) => textAt(payload, ...there),
    answered: (answer) => textAt(answer, ...there),
  };
}

/** Both sides say it, each in its own words: a tax code and a tax type. */
export function mapped(label: string, source: Path | ((source: unknown) => string), ...there: Path): Field {
  return { ...same(label, source, ...there), inOtherWords: true };
}

export function amount(field: Field): Field {
  return { ...field, isAmount: true };
}

export function dated(label: string, source: (source: unknown) => string, name: string): Field {
  return {
    label,
    source,
    posted: (payload) => dateOf(textAt(payload, name)),
    answered: (answer) => dateOf(textAt(answer, `${name}String`) || textAt(answer, name)),
  };
}

/** An invoice has its number under another name than a credit note. */
export function numbered(label: string, source: (source: unknown) => string): Field {
  const there = (found: Element) => textAt(found, "InvoiceNumber") || textAt(found, "CreditNoteNumber");
  return { label, source, posted: there, answered: there };
}

export function party(line: RecordLine): Field {
  return {
    label: "Contact",
    source: () => line.contact,
    posted: (payload) => textAt(payload, "Contact", "Name") || textAt(payload, "Contact", "ContactID"),
    answered: (answer) => textAt(answer, "Contact", "Name"),
    inOtherWords: true,
    agrees: (payload, answer) => textAt(payload, "Contact", "ContactID") === textAt(answer, "Contact", "ContactID"),
  };
}

export function total(source: (source: unknown) => string, expected: string): Field {
  return {
    label: "Total",
    isAmount: true,
    source,
    posted: () => expected,
    answered: (answer) => textAt(answer, "Total"),
  };
}
