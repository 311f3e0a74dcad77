/** How long money has been waiting, in days. A deposit may be dated ahead. */
export function ageOf(days: number): string {
  if (days < 0) return "not yet";
  if (days === 0) return "today";
  return days === 1 ? "1 day" : `${days.toLocaleString("en-GB")} days`;
}
