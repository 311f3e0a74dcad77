/** What the connector and the two systems say, made ready to be read. */

/** With a capital and a full stop, whoever wrote it. */
export function sentence(text: string): string {
  const said = text.trim();
  if (said === "") return "";
  return /[.!?…]$/.test(said) ? capital(said) : `${capital(said)}.`;
}

export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase("en-GB") + text.slice(1);
}

const QUOTED = /^([\s\S]*\S) \((Xero|Brightpearl): ([\s\S]*)\)$/;

/** What an error says in plain words, and the other system's own words where it quotes them. */
export function apart(message: string): { readonly plain: string; readonly system: string; readonly quoted: string } {
  const [, plain = message, system = "", quoted = ""] = QUOTED.exec(message) ?? [];
  return { plain, system, quoted };
}
