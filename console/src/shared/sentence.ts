/** With a capital and a full stop, whoever wrote it. */
export function sentence(text: string): string {
  const said = text.trim();
  if (said === "") return "";
  const begun = said.charAt(0).toLocaleUpperCase("en-GB") + said.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
