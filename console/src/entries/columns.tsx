import Button from "@cloudscape-design/components/button";
import type { TableProps } from "@cloudscape-design/components/table";

import type { EntryLine } from "@/api/words";
import type { Starting } from "@/app/use-trigger";
import { When } from "@/shared/when";

const WHAT: Readonly<Record<EntryLine["what"], string>> = {
  journal: "Journal",
  supplier_payment: "Payment of a supplier",
};

/** Without `mark` the reader may only look. */
export function columns(mark: Starting | null): TableProps.ColumnDefinition<EntryLine>[] {
  return [
    { id: "told", header: "Entry", isRowHeader: true, cell: ({ told }) => told },
    { id: "what", header: "What it is", cell: ({ what, id }) => `${WHAT[what]} ${id}` },
    { id: "day", header: "Day", cell: ({ day }) => day },
    { id: "in_xero", header: "In Xero already", cell: (entry) => <InXero entry={entry} mark={mark} /> },
  ];
}

function InXero({ entry: { what, id, told, in_xero }, mark }: { entry: EntryLine; mark: Starting | null }) {
  if (in_xero !== "") return <Marked said={in_xero} />;
  if (mark === null) return <span className="none">–</span>;
  return (
    <Button
      variant="inline-link"
      ariaLabel={`${told} is in Xero already`}
      disabled={mark.starting}
      onClick={() => mark.start({ action: "mark", what, entry: id })}
    >
      It is there
    </Button>
  );
}

/** "ann@example.com, 2026-11-27T07:38:13+00:00" */
function Marked({ said }: { said: string }) {
  const at = said.lastIndexOf(", ");
  return (
    <>
      {said.slice(0, at)}, <When at={said.slice(at + 2)} />
    </>
  );
}
