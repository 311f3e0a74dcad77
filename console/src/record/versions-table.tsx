/** Three versions of a document that stands apart, side by side. */
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import type { RecordDetail } from "@/api/words";
import { grouped } from "@/shared/amount";
import { PlainTable } from "@/shared/plain-table";
import { day } from "@/shared/times";

import { withCents } from "./values";
import { versionsOf, type VersionRow } from "./versions";

const MARKS = {
  changed: ["error", "Changed in Xero"],
  differs: ["warning", "Differs"],
} as const;

export function Versions({ detail }: { detail: RecordDetail }) {
  const rows = versionsOf(detail);
  if (rows.length === 0) return null;
  return (
    <Container header={<Header variant="h2">Versions</Header>}>
      <div className="versions">
        <PlainTable
          label="Versions"
          items={rows}
          keyOf={({ label }) => label}
          columns={[
            { id: "label", header: "Field", names: true, cell: ({ label }) => label },
            { id: "here", header: "Brightpearl now", cell: (row) => <Value row={row} of="here" /> },
            { id: "agreed", header: "When both agreed", cell: (row) => <Value row={row} of="agreed" /> },
            { id: "there", header: "Xero now", cell: (row) => <There row={row} /> },
          ]}
        />
      </div>
    </Container>
  );
}

function Value({ row, of }: { row: VersionRow; of: "here" | "agreed" | "there" }) {
  const text = row[of];
  if (text === "") return <span className="none">–</span>;
  if (row.isAmount) return <span className="value">{grouped(withCents(text))}</span>;
  return <span className="value">{/^\d{4}-\d{2}-\d{2}$/.test(text) ? day(text) : text}</span>;
}

/** What Xero says otherwise stands out. */
function There({ row }: { row: VersionRow }) {
  if (row.mark === "same" || row.mark === "none") return <Value row={row} of="there" />;
  const [type, words] = MARKS[row.mark];
  return (
    <>
      <strong>
        <Value row={row} of="there" />
      </strong>
      <div>
        <StatusIndicator type={type}>
          <span className="words">{words}</span>
        </StatusIndicator>
      </div>
    </>
  );
}
