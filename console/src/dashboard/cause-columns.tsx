import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";

import type { CauseLine } from "@/api/words";
import { listingAddress, recordAddress } from "@/shared/addresses";
import { Go } from "@/shared/go";
import { Hint } from "@/shared/hint";
import { counted, kindOf } from "@/shared/kinds";
import type { Column } from "@/shared/plain-table";
import { apart, sentence } from "@/shared/sentence";
import { When } from "@/shared/when";

type Columns = Column<CauseLine>[];

interface Retry {
  readonly retry: (cause: CauseLine) => void;
  readonly starting: boolean;
}

/** `retry` is null for those who may not. */
export function needColumns(connection: string, retry: Retry | null): Columns {
  const button: Column<CauseLine> = {
    id: "retry",
    header: <span className="unseen">Retry</span>,
    cell: (cause) => (
      <Button
        wrapText={false}
        disabled={retry?.starting ?? true}
        ariaLabel={`Retry all: ${records(cause)}`}
        onClick={() => retry?.retry(cause)}
      >
        Retry all
      </Button>
    ),
  };
  return retry === null ? columns(connection) : [...columns(connection), button];
}

export function retryColumns(connection: string): Columns {
  const next: Column<CauseLine> = {
    id: "next",
    header: "Next try",
    whole: true,
    cell: (cause) => (cause.retries_at === "" ? "With the next cycle" : <When at={cause.retries_at} relative />),
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
      cell: (cause) => (
        <Go to={listingAddress(connection, cause.kind, { status: "Error", cause: cause.cause })}>{records(cause)}</Go>
      ),
    },
  ];
}

function What({ connection, cause }: { connection: string; cause: CauseLine }) {
  const { example, kind, message, hint } = cause;
  const { plain, system, quoted } = apart(message);
  return (
    <>
      <Box fontWeight="bold" variant="span">
        {sentence(plain)}
      </Box>
      {!cause.same_message && cause.count > 1 && ` (and ${(cause.count - 1).toLocaleString("en-GB")} like it)`}
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
        {example.contact && `, ${example.contact}`}, <When at={cause.newest_at} relative />
      </Box>
    </>
  );
}

function records({ kind, count, at_least }: CauseLine): string {
  const known = kindOf(kind);
  const said = known === undefined ? `${count} ${kind}` : counted(count, known);
  return at_least ? `at least ${said}` : said;
}
