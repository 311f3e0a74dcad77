/** What belongs to a record, as links. */
import Box from "@cloudscape-design/components/box";
import Table from "@cloudscape-design/components/table";

import type { RelatedRecord } from "@/api/words";
import { recordAddress } from "@/shared/addresses";
import { Go } from "@/shared/go";
import { kindOf } from "@/shared/kinds";
import { Money } from "@/shared/money";
import { StatusChip } from "@/shared/status-chip";
import { day } from "@/shared/times";

const RELATIONS: Readonly<Record<string, string>> = {
  contact: "Contact",
  document: "Pays",
  parent: "Credits",
  shared: "Same bill",
  product: "Product",
  payment: "Payment",
  twin: "Looks like",
};

export function Related({ connection, related }: { connection: string; related: readonly RelatedRecord[] }) {
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      wrapLines
      items={[...related]}
      trackBy={({ kind, id }) => `${kind} ${id}`}
      ariaLabels={{ tableLabel: "Related records" }}
      columnDefinitions={[
        { id: "relation", header: "Is its", width: 110, cell: ({ relation }) => RELATIONS[relation] ?? relation },
        {
          id: "record",
          header: "Record",
          isRowHeader: true,
          cell: (one) => (
            <>
              <Named one={one} connection={connection} />
              <Box fontSize="body-s" color="text-body-secondary">
                {kindOf(one.kind)?.singular}
              </Box>
            </>
          ),
        },
        { id: "name", header: "Name or reference", cell: ({ name }) => name || <span className="none">–</span> },
        { id: "date", header: "Date", cell: ({ date }) => <span className="money">{day(date) || "–"}</span> },
        {
          id: "total",
          header: <div className="amount">Total</div>,
          cell: ({ total, currency }) => (
            <div className="amount">
              <Money amount={total} currency={currency} />
            </div>
          ),
        },
        {
          id: "status",
          header: "Status",
          cell: ({ status }) => (status ? <StatusChip status={status} /> : "Not fetched yet"),
        },
      ]}
      empty="Nothing is known that belongs to it."
    />
  );
}

/** What is not known here has no page. */
function Named({ one, connection }: { one: RelatedRecord; connection: string }) {
  const name = one.number || one.id;
  return one.status === null ? <>{name}</> : <Go to={recordAddress(connection, one.kind, one.id)}>{name}</Go>;
}
