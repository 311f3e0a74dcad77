/** The three sides of a record, read and compared. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";

import type { RecordDetail } from "@/api/words";
import { Hint } from "@/shared/hint";
import { Loading } from "@/shared/loading";
import { Problem } from "@/shared/problem";
import { sentence } from "@/shared/sentence";
import { When } from "@/shared/when";

import { Columns, type Titles } from "./columns";
import { compare } from "./compare";
import { type Element, elementOf, isElement, refusalsOf } from "./payloads";
import { usePreview } from "./preview";
import { shapeOf } from "./shapes";
import { lastAccepted, lastSaid, useHistory } from "./use-record";

export function Compared({ connection, detail }: { connection: string; detail: RecordDetail }) {
  const { record } = detail;
  const preview = usePreview(connection, record);
  const history = useHistory(connection, record.kind, record.id);
  const error = preview.error ?? history.error;
  if (error !== null) {
    return <Problem error={error} onRetry={() => void Promise.all([preview.refetch(), history.refetch()])} />;
  }
  if (preview.data === undefined || history.data === undefined) return <Loading what="both sides" />;

  const events = history.data.pages.flatMap((page) => page.events);
  const said = lastSaid(events);
  const accepted = lastAccepted(events);
  const planned = elementOf(preview.data.body);
  const wasPosted = record.status === "Sent" && said !== null;
  const posted: Element | null = wasPosted && isElement(said.event.request) ? said.event.request : planned;
  const told = record.error?.message ?? "";
  const refusals = said === null ? [] : refusalsOf(said.answer).filter((refusal) => !told.includes(refusal));
  const rows = compare(shapeOf(record, preview.data.total), {
    source: detail.document,
    posted,
    answered: accepted?.answer ?? null,
  });
  return (
    <SpaceBetween size="s">
      {record.status === "Error" && refusals.length > 0 && said !== null && (
        <Alert type="error" header={`${otherOf(record.origin)} says more`}>
          <ul className="plain">
            {refusals.map((refusal) => (
              <li key={refusal}>{sentence(refusal)}</li>
            ))}
          </ul>
        </Alert>
      )}
      {record.status !== "Error" && preview.data.problem && (
        <Alert type="warning" header={sentence(preview.data.problem.message)}>
          <Hint text={preview.data.problem.hint} />
        </Alert>
      )}
      <Columns
        rows={rows}
        titles={titlesOf(record.origin, wasPosted)}
        comparable={posted !== null || accepted !== null}
      />
      <Box fontSize="body-s" color="text-body-secondary">
        <Answered by={otherOf(record.origin)} said={said} accepted={accepted} />
      </Box>
    </SpaceBetween>
  );
}

type Said = ReturnType<typeof lastSaid>;

/** When the other system last said something, and whether it is what is compared. */
function Answered({ by, said, accepted }: { by: string; said: Said; accepted: Said }) {
  if (said === null) return `${by} has not been asked for it yet.`;
  const refused = said.event !== accepted?.event;
  return (
    <>
      {refused && (
        <>
          {by} refused it <When at={said.event.at} relative />; its answer is in the history.{" "}
        </>
      )}
      {accepted !== null && (
        <>
          {by} answered <When at={accepted.event.at} relative />. What happened there since is not shown.
        </>
      )}
    </>
  );
}

function otherOf(origin: string): string {
  return origin === "xero" ? "Brightpearl" : "Xero";
}

function titlesOf(origin: string, wasPosted: boolean): Titles {
  return {
    source: origin === "xero" ? "Xero says" : "Brightpearl says",
    posted: wasPosted ? "Was posted" : "Would be posted",
    answered: `${otherOf(origin)} answered`,
  };
}
