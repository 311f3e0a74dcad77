import { fromNowAndWhen, inUtc, inWords, moment } from "./times";

/** A moment in the reader's zone; its title has it in UTC. `relative` adds how far away it is. */
export function When({ at, relative = false }: { at: string; relative?: boolean }) {
  const when = moment(at);
  if (when === null) return <span className="none">{at || "–"}</span>;
  return (
    <time dateTime={at} title={inUtc(when)}>
      {relative ? fromNowAndWhen(when, new Date()) : inWords(when)}
    </time>
  );
}
