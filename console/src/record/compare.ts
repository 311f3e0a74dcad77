/** Side by side: what the source says, what was or would be posted, what the other system answered. Differences are marked. */
import type { Element } from "./payloads";
import { sameValue } from "./values";

/** Where a field stands in each of the three. A source that is only given in other words is not compared with the rest. */
export interface Field {
  readonly label: string;
  readonly source?: (source: unknown) => string;
  readonly posted?: (payload: Element) => string;
  readonly answered?: (answer: Element) => string;
  readonly inOtherWords?: boolean;
  readonly isAmount?: boolean;
  /** Where the answer says the same in other words than what was posted. */
  readonly agrees?: (payload: Element, answer: Element) => boolean;
}

/** What belongs together line by line: a line of the source with a line of the payload and one of the answer. */
export interface Lines {
  readonly source: (source: unknown) => readonly Element[];
  readonly posted: (payload: Element) => readonly Element[];
  readonly title: (line: Element) => string;
  readonly sourceTitle: (line: Element) => string;
  readonly fields: readonly Field[];
}

export interface Shape {
  readonly fields: readonly Field[];
  readonly lines?: Lines;
}

export type Mark = "same" | "translated" | "differs" | "answer-differs" | "source-only" | "added" | "none";

export interface Row {
  readonly id: string;
  readonly label: string;
  readonly source: string;
  readonly posted: string;
  readonly answered: string;
  readonly mark: Mark;
  /** Amounts are grouped for reading; numbers of other kinds are not. */
  readonly isAmount: boolean;
  readonly children: readonly Row[];
}

export interface Three {
  readonly source: unknown;
  readonly posted: Element | null;
  readonly answered: Element | null;
}

export function compare(shape: Shape, three: Three): readonly Row[] {
  const fields = shape.fields.map((field, at) => rowOf(`f${at}`, field, three));
  return [...fields.filter(says), ...(shape.lines ? linesOf(shape.lines, three) : [])];
}

/** Whether there is anything that should be looked at. */
export function differs(row: Row): boolean {
  return row.mark === "differs" || row.mark === "answer-differs" || row.children.some(differs);
}

function says(row: Row): boolean {
  return row.source !== "" || row.posted !== "" || row.answered !== "";
}

function rowOf(id: string, field: Field, { source, posted, answered }: Three): Row {
  const row = {
    id,
    label: field.label,
    isAmount: field.isAmount === true,
    source: source === undefined || source === null ? "" : (field.source?.(source) ?? ""),
    posted: posted === null ? "" : (field.posted?.(posted) ?? ""),
    answered: answered === null ? "" : (field.answered?.(answered) ?? ""),
    children: [],
  };
  const agrees = posted !== null && answered !== null && field.agrees?.(posted, answered) === true;
  return { ...row, mark: markOf(row, field.inOtherWords === true, agrees) };
}

function markOf(row: Pick<Row, "source" | "posted" | "answered">, inOtherWords: boolean, agrees: boolean): Mark {
  const { source, posted, answered } = row;
  if (posted !== "" && answered !== "" && !agrees && !sameValue(posted, answered)) return "answer-differs";
  const there = answered || posted;
  if (there === "" || (source === "" && (posted === "" || answered === ""))) return "none";
  if (source === "" || sameValue(source, there)) return "same";
  return inOtherWords ? "translated" : "differs";
}

function linesOf(lines: Lines, { source, posted, answered }: Three): readonly Row[] {
  const sources = [...lines.source(source)];
  const planned = posted === null ? [] : lines.posted(posted);
  const answers = answered === null ? [] : lines.posted(answered);
  const pairs: { source?: Element; posted?: Element | undefined; answered?: Element | undefined }[] = [];
  for (let at = 0; at < Math.max(planned.length, answers.length); at++) {
    const line = planned[at] ?? answers[at];
    const own = line && takeLike(sources, lines, line);
    pairs.push({ ...(own && { source: own }), posted: planned[at], answered: answers[at] });
  }
  pairs.push(...sources.map((own) => ({ source: own })));
  return pairs.map((pair, at) => {
    const three = { source: pair.source, posted: pair.posted ?? null, answered: pair.answered ?? null };
    return lineOf(`l${at}`, `Line ${at + 1}`, lines, three, {
      planned: planned.length > 0,
      answers: answers.length > 0,
    });
  });
}

/** The first line of the source that is not taken yet and says the same; where none does, none. */
function takeLike(sources: Element[], lines: Lines, line: Element): Element | undefined {
  const title = lines.title(line);
  const at = sources.findIndex((own) => lines.sourceTitle(own) !== "" && isLike(title, lines.sourceTitle(own)));
  return at < 0 ? undefined : sources.splice(at, 1)[0];
}

/** A description may have been cut, or have the quantity put before it. */
function isLike(title: string, own: string): boolean {
  const [one, other] = [plain(title), plain(own)];
  return one === other || (other.length > 2 && one.includes(other)) || (one.length > 30 && other.startsWith(one));
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, " ").trim();
}

function lineOf(
  id: string,
  label: string,
  lines: Lines,
  three: Three,
  has: { planned: boolean; answers: boolean },
): Row {
  const children = lines.fields.map((field, at) => rowOf(`${id}f${at}`, field, three)).filter(says);
  const title = (line: Element | null) => (line === null ? "" : lines.title(line));
  const source = three.source === undefined ? "" : lines.sourceTitle(three.source as Element);
  const row = {
    id,
    label,
    isAmount: false,
    source,
    posted: title(three.posted),
    answered: title(three.answered),
    children,
  };
  return { ...row, mark: lineMark(three, children, has) };
}

function lineMark(three: Three, children: readonly Row[], has: { planned: boolean; answers: boolean }): Mark {
  const there = three.posted ?? three.answered;
  if (there === null) return has.planned || has.answers ? "source-only" : "none";
  if (has.planned && has.answers && (three.posted === null || three.answered === null)) return "answer-differs";
  const worst = (["answer-differs", "differs"] as const).find((mark) => children.some((child) => child.mark === mark));
  if (worst !== undefined) return worst;
  return three.source === undefined ? "added" : "same";
}
