/** Looking into what systems say and are sent: JSON of which nothing is certain. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };
export type Element = { readonly [name: string]: Json | undefined };

/** Follow names and places; undefined where the way ends. */
export function at(value: unknown, ...path: readonly (string | number)[]): Json | undefined {
  let found = value as Json | undefined;
  for (const step of path) {
    if (Array.isArray(found) && typeof step === "number") found = (found as readonly Json[])[step];
    else if (isElement(found)) found = found[step];
    else return undefined;
  }
  return found;
}

/** A text or a number as text; empty where there is neither. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  if (typeof found === "number" || typeof found === "boolean") return String(found);
  return typeof found === "string" ? found.trim() : "";
}

export function isElement(value: unknown): value is Element {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly Element[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as readonly Json[]).filter(isElement) : [];
}

/** The one thing in a request's body: Xero's are lists under a name, Brightpearl's are lists. */
export function elementOf(body: unknown): Element | null {
  const within = isElement(body) ? Object.values(body)[0] : body;
  const first: unknown = Array.isArray(within) ? (within as readonly unknown[])[0] : within;
  return isElement(first) ? first : null;
}

export function linesOf(element: Element | null): readonly Element[] {
  return [...listAt(element, "LineItems"), ...listAt(element, "JournalLines")];
}

/** The refusals that an answer of Xero holds, its own and those of its lines. */
export function refusalsOf(answer: unknown): readonly string[] {
  const own = listAt(answer, "ValidationErrors").map((error) => textAt(error, "Message"));
  const ofLines = linesOf(isElement(answer) ? answer : null).flatMap((line) =>
    listAt(line, "ValidationErrors").map((error) => textAt(error, "Message")),
  );
  const said = textAt(answer, "refusal");
  return [...new Set([...own, ...ofLines, said].filter((text) => text !== ""))];
}
