/** The columns of a listing, by kind. */
import Box from "@cloudscape-design/components/box";
import Link from "@cloudscape-design/components/link";
import type { TableProps } from "@cloudscape-design/components/table";
import { Fragment, type ReactNode } from "react";

import type { RecordLine } from "@/api/words";
import { type Links } from "@/record/links";
import { apartAs } from "@/record/ways";
import { recordAddress } from "@/shared/addresses";
import { Go } from "@/shared/go";
import { isPayment, type Kind, kindOf } from "@/shared/kinds";
import { Money } from "@/shared/money";
import { sentence } from "@/shared/sentence";
import { StatusChip } from "@/shared/status-chip";
import { day } from "@/shared/times";
import { When } from "@/shared/when";

import { nameOf, referenceOf } from "./names";
import type { Preferences } from "./preferences";
import { lastAttemptOf, messageOf } from "./sentences";

export type Column = TableProps.ColumnDefinition<RecordLine>;

interface Room {
  readonly minWidth: number;
  readonly className?: string;
}

/** An e-mail address has no place where it may be broken; a number has one where it should not be. */
const ROOM: Readonly<Partial<Record<Kind["path"], Room>>> = {
  contacts: { minWidth: 190, className: "anywhere" },
  "sales-payments": { minWidth: 100, className: "nowrap" },
  "purchase-payments": { minWidth: 100, className: "nowrap" },
};
const USUAL_ROOM: Room = { minWidth: 120 };
const USUAL_REFERENCE = "Reference";
const HIDDEN_AT_FIRST: ReadonlySet<string> = new Set(["attempt", "number-there", "changed"]);

/** Payments go both ways. */
export function otherWord(kind: Kind): string {
  return isPayment(kind.path) ? "Number on the other side" : "Number in Xero";
}

interface Surroundings {
  readonly connection: string;
  readonly kind: Kind;
  readonly linksOf: (line: RecordLine) => Links;
  readonly tools: (line: RecordLine) => ReactNode;
}

export function columnsOf({ connection, kind, linksOf, tools }: Surroundings): readonly Column[] {
  const { minWidth, className } = ROOM[kind.path] ?? USUAL_ROOM;
  const all: readonly (Column | null)[] = [
    {
      id: "number",
      header: kind.number,
      isRowHeader: true,
      minWidth: 100,
      cell: (line) => (
        <Name line={line} address={recordAddress(connection, kind.path, line.id)} links={linksOf(line)} />
      ),
    },
    kind.party === ""
      ? null
      : { id: "contact", header: kind.party, minWidth: 100, cell: (line) => line.contact || <None /> },
    {
      id: "reference",
      header: kind.reference,
      minWidth,
      cell: (line) => (referenceOf(line) ? <Said text={referenceOf(line)} className={className} /> : <None />),
    },
    {
      id: "date",
      header: kind.dated ? "Date" : "Created",
      sortingField: "date",
      minWidth: 105,
      cell: (line) => <span className="money">{day(line.date) || "–"}</span>,
    },
    kind.valued
      ? {
          id: "total",
          header: <div className="amount">Total</div>,
          minWidth: 105,
          cell: (line) => (
            <div className="amount">
              <Money amount={line.total} currency={line.currency} />
            </div>
          ),
        }
      : null,
    { id: "status", header: "Status and message", minWidth: 185, cell: (line) => <Stands line={line} /> },
    { id: "attempt", header: "Last attempt", minWidth: 130, cell: (line) => <Attempt line={line} /> },
    { id: "number-there", header: otherWord(kind), minWidth: 120, cell: (line) => line.remote_number || <None /> },
    { id: "changed", header: "Last change", minWidth: 130, cell: (line) => <When at={line.changed_at} /> },
    { id: "actions", header: "Actions", minWidth: 138, cell: (line) => <div className="nowrap">{tools(line)}</div> },
  ];
  return all.filter((column) => column !== null);
}

/** What is shown before anybody has chosen; a reference with a word of its own, like what a payment pays, says much. */
export function usualColumns(kind: Kind): Preferences["contentDisplay"] {
  const columns = columnsOf({ connection: "", kind, linksOf: () => ({}), tools: () => null });
  const shown = (id: string) => !HIDDEN_AT_FIRST.has(id) && (id !== "reference" || kind.reference !== USUAL_REFERENCE);
  return columns.map(({ id = "" }) => ({ id, visible: shown(id) }));
}

export const WORDS_OF_COLUMNS: Readonly<Record<string, string>> = {
  total: "Total",
  date: "Date",
  status: "Status and message",
  attempt: "Last attempt",
  changed: "Last change",
  actions: "Actions",
};

/** Where an address has to be broken, then best behind its "@". */
function Said({ text, className }: { text: string; className: string | undefined }) {
  const [name, ...domain] = text.split("@");
  return (
    <span className={className}>
      {name}
      {domain.map((part, at) => (
        <Fragment key={at}>
          @<wbr />
          {part}
        </Fragment>
      ))}
    </span>
  );
}

/** The number leads to the record here; below it are the ways into both systems, with the numbers that they use. */
function Name({ line, address, links }: { line: RecordLine; address: string; links: Links }) {
  return (
    <>
      <Go to={address}>{nameOf(line)}</Go>
      <Box fontSize="body-s" color="text-body-secondary">
        <span className="systems">
          {line.origin === "xero" && links.xero === undefined && <span>From Xero</span>}
          <There name={isOrder(line) ? `Order ${line.id}` : "Brightpearl"} href={links.brightpearl} />
          <There name={xeroName(line)} href={links.xero} />
        </span>
      </Box>
    </>
  );
}

function isOrder(line: RecordLine): boolean {
  return kindOf(line.kind)?.is_order ?? false;
}

/** Orders and contacts have a number of their own in Xero; a journal has a narration, a payment a reference. */
function xeroName(line: RecordLine): string {
  const numbered = isOrder(line) || line.kind === "contacts";
  const other = line.origin === "xero" || line.remote_number === line.number || !numbered;
  return other ? "Xero" : `Xero ${line.remote_number}`.trim();
}

function There({ name, href }: { name: string; href: string | undefined }) {
  return href === undefined ? null : <Outside href={href} text={name} />;
}

function Attempt({ line }: { line: RecordLine }) {
  const attempts = line.error?.attempts ?? 0;
  return (
    <>
      <When at={lastAttemptOf(line)} />
      {attempts > 0 && (
        <Box fontSize="body-s" color="text-body-secondary">
          {attemptsOf(attempts)}
        </Box>
      )}
    </>
  );
}

function attemptsOf(count: number): string {
  return count === 1 ? "1 attempt" : `${count} attempts`;
}

function Outside({ href, text }: { href: string; text: string }) {
  return (
    <Link href={href} external externalIconAriaLabel="opens in a new tab" fontSize="inherit">
      {text}
    </Link>
  );
}

/** Where it stands, in a word and in a sentence. */
function Stands({ line }: { line: RecordLine }) {
  const hint = line.status === "Error" ? (line.error?.hint ?? "") : "";
  return (
    <>
      <StatusChip status={line.status} error={line.error} apart={apartAs(line)} />
      {line.status !== "Sent" && <div>{messageOf(line)}</div>}
      {hint !== "" && (
        <Box fontSize="body-s" color="text-body-secondary">
          <strong>How to fix:</strong> {sentence(hint)}
        </Box>
      )}
      {line.error && (
        <Box fontSize="body-s" color="text-body-secondary">
          {attemptsOf(line.error.attempts)}, the last <When at={line.error.at} />
        </Box>
      )}
    </>
  );
}

function None() {
  return <span className="none">–</span>;
}
