/** Where a record stands, and what there is to do. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";

import type { RecordDetail, RecordLine } from "@/api/words";
import { otherWord } from "@/listing/columns";
import { referenceOf } from "@/listing/names";
import { causeOf, messageOf } from "@/listing/sentences";
import { listingAddress, recordAddress, settingsAddress } from "@/shared/addresses";
import { Go } from "@/shared/go";
import { Hint } from "@/shared/hint";
import type { Kind } from "@/shared/kinds";
import { Money } from "@/shared/money";
import { apart, sentence } from "@/shared/sentence";
import { StatusChip } from "@/shared/status-chip";
import { day } from "@/shared/times";
import { useSummary } from "@/shared/use-summary";
import { When } from "@/shared/when";

import { apartAs } from "./ways";

const CLASSES: Readonly<Record<string, string>> = {
  data: "The data in one of the two systems",
  mapping: "The settings of the connector",
  transient: "Nothing: a system did not answer",
  dependency: "Another record that it needs",
};

interface StandingProps {
  readonly connection: string;
  readonly kind: Kind;
  readonly detail: RecordDetail;
}

export function Standing({ connection, kind, detail }: StandingProps) {
  return (
    <SpaceBetween size="m">
      <Trouble connection={connection} kind={kind} detail={detail} />
      <Container>
        <SpaceBetween size="m">
          <KeyValuePairs columns={4} items={[...facts(connection, kind, detail)]} />
          {detail.notes.length > 0 && <Notes notes={detail.notes} />}
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}

function Trouble({ connection, kind, detail }: StandingProps) {
  const { record } = detail;
  if (record.status === "Pending" && record.held !== "") {
    return <Alert type="info" header={messageOf(record)} />;
  }
  if (record.status !== "Error" || record.error === null) return null;
  const { hint, needs_person, message, error_class } = record.error;
  const { system, quoted } = apart(message);
  return (
    <Alert
      type={needs_person ? "error" : "warning"}
      header={messageOf(record)}
      action={
        <Go to={listingAddress(connection, kind.path, { status: "Error", cause: causeOf(record) })}>
          All with this cause
        </Go>
      }
    >
      <Hint text={hint} />
      {error_class === "mapping" && <Go to={settingsAddress(connection)}>See the settings</Go>}
      {quoted !== "" && (
        <div>
          <strong>{system} says:</strong> {quoted}
        </div>
      )}
      {!needs_person && <div>It is tried again by itself.</div>}
    </Alert>
  );
}

function facts(connection: string, kind: Kind, detail: RecordDetail): KeyValuePairsProps.Item[] {
  const { record, related } = detail;
  const contact = related.find(({ relation }) => relation === "contact");
  const contactName = record.contact || contact?.name || "";
  const items: (KeyValuePairsProps.Item | false)[] = [
    { label: "Status", value: <StatusChip status={record.status} error={record.error} apart={apartAs(record)} /> },
    kind.party !== "" && {
      label: kind.party,
      value: contact?.status ? (
        <Go to={recordAddress(connection, contact.kind, contact.id)}>{contactName}</Go>
      ) : (
        contactName || "–"
      ),
    },
    { label: kind.dated ? "Date" : "Created", value: day(record.date) || "–" },
    kind.valued && { label: "Total", value: <Money amount={record.total} currency={record.currency} /> },
    { label: kind.reference, value: referenceOf(record) || "–" },
    { label: otherWord(kind), value: record.remote_number || "–" },
    { label: "Links", value: <Links links={detail.links} /> },
    { label: "Fetched", value: <When at={detail.fetched_at} /> },
    ...errorFacts(connection, detail),
    record.status === "Archive" && { label: "Was, before it was archived", value: detail.archived_from ?? "–" },
    { label: "Last change", value: <When at={record.changed_at} /> },
  ];
  return items.filter((item) => item !== false);
}

function errorFacts(connection: string, { record }: RecordDetail): KeyValuePairsProps.Item[] {
  if (record.error === null) return [];
  const { attempts, at, error_class, needs_person } = record.error;
  return [
    { label: "What has to change", value: CLASSES[error_class] ?? error_class },
    { label: "Attempts that failed", value: String(attempts) },
    { label: "Last attempt", value: <When at={at} /> },
    {
      label: "Next attempt",
      value: needs_person ? nextOf(record) : <NextCycle connection={connection} />,
    },
  ];
}

function nextOf(record: RecordLine): string {
  return apartAs(record) === ""
    ? "When you retry it, or its source changes"
    : "When you choose what is to become of it, or either side changes";
}

function NextCycle({ connection }: { connection: string }) {
  const { data } = useSummary(connection);
  return data?.next_cycle_at ? <When at={data.next_cycle_at} relative /> : <>With the next cycle</>;
}

function Links({ links }: { links: Readonly<Record<string, string>> }) {
  const known = [
    ["brightpearl", "Brightpearl"],
    ["xero", "Xero"],
  ] as const;
  const there = known.flatMap(([system, name]) => {
    const href = links[system];
    return href?.startsWith("https://") ? [{ href, name }] : [];
  });
  if (there.length === 0) return <>–</>;
  return (
    <SpaceBetween direction="horizontal" size="s">
      {there.map(({ href, name }) => (
        <Link key={name} href={href} external externalIconAriaLabel="opens in a new tab">
          {name}
        </Link>
      ))}
    </SpaceBetween>
  );
}

function Notes({ notes }: { notes: readonly string[] }) {
  return (
    <div>
      <Box variant="awsui-key-label">Notes</Box>
      <ul className="plain">
        {notes.map((note) => (
          <li key={note}>{sentence(note)}</li>
        ))}
      </ul>
    </div>
  );
}
