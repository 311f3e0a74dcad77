/** What happened to a record, newest first, each with what was asked and answered. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import Tabs from "@cloudscape-design/components/tabs";

import type { HistoryEvent, RecordLine } from "@/api/words";
import { Loading } from "@/shared/loading";
import { Problem } from "@/shared/problem";
import { sentence } from "@/shared/sentence";
import { When } from "@/shared/when";

import { Json } from "./json";
import { isElement, refusalsOf } from "./payloads";
import { useHistory } from "./use-record";

const FAILED = "error:";

export function History({ connection, line }: { connection: string; line: RecordLine }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useHistory(
    connection,
    line.kind,
    line.id,
  );
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what="the history" />;
  const events = data.pages.flatMap((page) => page.events);
  if (events.length === 0) {
    return <Box color="text-body-secondary">Nothing has happened to it since it was fetched.</Box>;
  }
  return (
    <SpaceBetween size="s">
      <ol className="timeline">
        {events.map((event) => (
          <li key={`${event.at} ${event.what}`}>
            <Event event={event} />
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show earlier ones
        </Button>
      )}
    </SpaceBetween>
  );
}

function Event({ event }: { event: HistoryEvent }) {
  const look = lookOf(event.what);
  const refusals = refusalsOf(event.answer).filter((refusal) => !look.says.includes(refusal));
  return (
    <SpaceBetween size="xxs">
      <StatusIndicator type={look.type}>{look.word}</StatusIndicator>
      {look.says !== "" && <div>{look.says}</div>}
      <Box fontSize="body-s" color="text-body-secondary">
        <When at={event.at} relative /> · {event.who === "connector" ? "by the connector" : `by ${event.who}`}
        {event.settings_version > 0 && ` · settings version ${event.settings_version}`}
      </Box>
      {refusals.length > 0 && (
        <ul className="plain">
          {refusals.map((refusal) => (
            <li key={refusal}>{sentence(refusal)}</li>
          ))}
        </ul>
      )}
      {(holds(event.request) || holds(event.answer)) && (
        <ExpandableSection headerText="Request and answer">
          <Tabs
            tabs={[
              ...(holds(event.request)
                ? [{ id: "request", label: "Request", content: <Json value={event.request} /> }]
                : []),
              ...(holds(event.answer)
                ? [{ id: "answer", label: "Answer", content: <Json value={event.answer} /> }]
                : []),
            ]}
          />
        </ExpandableSection>
      )}
    </SpaceBetween>
  );
}

function holds(said: unknown): boolean {
  if (said === null || said === undefined || said === "") return false;
  return !isElement(said) || Object.keys(said).length > 0;
}

interface Look {
  readonly type: StatusIndicatorProps.Type;
  readonly word: string;
  readonly says: string;
}

function lookOf(what: string): Look {
  if (what.startsWith(FAILED)) return { type: "error", word: "Error", says: sentence(what.slice(FAILED.length)) };
  const word = what.charAt(0).toUpperCase() + what.slice(1);
  if (what === "archived") return { type: "stopped", word, says: "" };
  return { type: what === "posted" || what.startsWith("found") ? "success" : "info", word, says: "" };
}
