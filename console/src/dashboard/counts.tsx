/** How many records there are of each kind and status; each number leads to those records. */
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";

import type { Status, Summary } from "@/api/words";
import { listingAddress } from "@/shared/addresses";
import { STATUSES } from "@/shared/filters";
import { Go } from "@/shared/go";
import { type Kind, KINDS } from "@/shared/kinds";
import { type Column, PlainTable } from "@/shared/plain-table";
import { StatusChip } from "@/shared/status-chip";

export function Counts({ connection, counts }: { connection: string; counts: Summary["counts"] }) {
  const byStatus = STATUSES.map((status): Column<Kind> => ({
    id: status,
    header: <StatusChip status={status} />,
    cell: (kind) => (
      <Count connection={connection} kind={kind} status={status} count={counts[kind.path]?.[status] ?? 0} />
    ),
  }));
  const kinds: Column<Kind> = {
    id: "kind",
    header: "Kind",
    names: true,
    cell: (kind) => <Go to={listingAddress(connection, kind.path)}>{kind.plural}</Go>,
  };
  return (
    <Container header={<Header description="Each number leads to those records">Records</Header>}>
      <PlainTable label="Records" items={KINDS} keyOf={(kind) => kind.path} columns={[kinds, ...byStatus]} />
    </Container>
  );
}

interface CountProps {
  readonly connection: string;
  readonly kind: Kind;
  readonly status: Status;
  readonly count: number;
}

function Count({ connection, kind, status, count }: CountProps) {
  if (count === 0) return <span className="none">0</span>;
  return (
    <Go to={listingAddress(connection, kind.path, { status })} ariaLabel={`${kind.plural}, ${status}: ${count}`}>
      {count.toLocaleString("en-GB")}
    </Go>
  );
}
