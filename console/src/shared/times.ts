/** Moments in the reader's own zone and in words; a day is a day everywhere. */

const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const CLOCK = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });
const SHORT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const AGO = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });

export function inWords(at: Date): string {
  return MOMENT.format(at);
}

/** "23 Nov" and below it "08:01", for a chart. */
export function shortly(at: Date): string {
  return `${SHORT.format(at)}\n${CLOCK.format(at)}`;
}

export function inUtc(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** "2026-11-23" (a document's date, which has no zone) as "23 Nov 2026"; whatever else it is, as it is. */
export function day(date: string): string {
  const at = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  return date === "" || Number.isNaN(at.getTime()) ? date : DAY.format(at);
}

/** "in 12 minutes", "3 hours ago". */
export function fromNow(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  if (size < 60) return seconds > 0 ? "in less than a minute" : "just now";
  if (size < 3600) return AGO.format(Math.round(seconds / 60), "minute");
  if (size < 86_400) return AGO.format(Math.round(seconds / 3600), "hour");
  return AGO.format(Math.round(seconds / 86_400), "day");
}

/** "in 12 minutes, at 08:01"; on another day with its date. */
export function fromNowAndWhen(at: Date, now: Date): string {
  const today = at.toDateString() === now.toDateString();
  return `${fromNow(at, now)}, ${today ? `at ${CLOCK.format(at)}` : MOMENT.format(at)}`;
}

/** "8 s", "2 min 5 s". */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? "" : ` ${rest} s`}`;
}

/** Null where the text is empty or no time at all. */
export function moment(text: string): Date | null {
  const at = new Date(text);
  return text === "" || Number.isNaN(at.getTime()) ? null : at;
}
