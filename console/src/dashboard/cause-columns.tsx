import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";

import type { CauseLine } from "@/api/words";
import { mustBeDecided } from "@/record/ways";
import { listingAddress, recordAddress } from "@/shared/addresses";
import { Go } from "@/shared/go";
import { Hint } from "@/shared/hint";
import { counted, kindOf } from "@/shared/kinds";
import type { Column } from "@/shared/plain-table";
import { apart, sentence } from "@/shared/sentence";
import { When } from "@/shared/when";

import { type Cause, countOf, inMenuOrder, sayTheSame } from "./together";

type Columns = Column<Cause>[];

interface Retry {
  readonly retry: (cause: Cause) => void;
  readonly starting: boolean;
}

/** `retry` is null for those who may not. */
export function needColumns(connection: string, retry: Retry | null): Columns {
  const button: Column<Cause> = {
    id: "retry",
    header: <span className="unseen">Retry</span>,
    cell: (cause) => (
      <Button
        wrapText={false}
        disabled={isApart(cause) || (retry?.starting ?? true)}
        {...(isApart(cause) && { disabledReason: "It stands apart: choose in the list what is to become of it." })}
        ariaLabel={`Retry all: ${cause.map(records).join(", ")}`}
        onClick={() => retry?.retry(cause)}
      >
        Retry all
      </Button>
    ),
  };
  return retry === null ? columns(connection) : [...columns(connection), button];
}

export function retryColumns(connection: string): Columns {
  const next: Column<Cause> = {
    id: "next",
    header: "Next try",
    whole: true,
    cell: ([{ retries_at: at }]) => (at === "" ? "With the next cycle" : <When at={at} relative />),
  };
  return [...columns(connection), next];
}

function columns(connection: string): Columns {
  return [
    {
      id: "cause",
      header: "What is wrong",
      names: true,
      cell: (cause) => <What connection={connection} cause={cause} />,
    },
    {
      id: "records",
      header: "Records",
      whole: true,
      cell: (cause) =>
        inMenuOrder(cause).map((line) => (
          <div key={line.kind}>
            <Go to={listingAddress(connection, line.kind, { status: "Error", cause: line.cause })}>{records(line)}</Go>
          </div>
        )),
    },
  ];
}

function What({ connection, cause }: { connection: string; cause: Cause }) {
  const [{ example, kind, message, hint, newest_at: newest }] = cause;
  const { plain, system, quoted } = apart(message);
  const others = sayTheSame(cause) ? 0 : countOf(cause) - 1;
  return (
    <>
      <Box fontWeight="bold" variant="span">
        {sentence(plain)}
      </Box>
      {others > 0 && ` (and ${others.toLocaleString("en-GB")} like it)`}
      <Hint text={hint === message ? "" : hint} />
      {quoted !== "" && (
        <Box variant="small" display="block">
          {system} says: {sentence(quoted)}
        </Box>
      )}
      <Box variant="small" display="block">
        Newest:{" "}
        <Go fontSize="inherit" to={recordAddress(connection, kind, example.id)}>
          {example.number || example.id}
        </Go>
        {example.contact && `, ${example.contact}`}, <When at={newest} relative />
      </Box>
    </>
  );
}

function isApart([{ example }]: Cause): boolean {
  return mustBeDecided(example);
}

function records({ kind, count, at_least }: CauseLine): string {
  const known = kindOf(kind);
  const said = known === undefined ? `${count} ${kind}` : counted(count, known);
  return at_least ? `at least ${said}` : said;
}
