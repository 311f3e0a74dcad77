/** Source, post and answer side by side. */
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";

import { grouped } from "@/shared/amount";
import { day } from "@/shared/times";

import { differs, type Mark, type Row } from "./compare";
import { withCents } from "./values";

export interface Titles {
  readonly source: string;
  readonly posted: string;
  readonly answered: string;
}

const MARKS: Readonly<Record<Exclude<Mark, "none">, readonly [StatusIndicatorProps.Type, string]>> = {
  same: ["success", "Same"],
  translated: ["success", "Translated"],
  differs: ["warning", "Differs"],
  "answer-differs": ["error", "Answer differs"],
  "source-only": ["stopped", "Left out"],
  added: ["info", "Added"],
};
const FEW_LINES = 2;

interface ColumnsProps {
  readonly rows: readonly Row[];
  readonly titles: Titles;
  /** Whether there is more than what the source says. */
  readonly comparable: boolean;
}

export function Columns({ rows, titles, comparable }: ColumnsProps) {
  const [only, setOnly] = useState(false);
  const found = rows.filter(differs);
  const shown = only ? found : rows;
  const lines = rows.filter(({ children }) => children.length > 0);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const openAtFirst = (row: Row) => lines.length <= FEW_LINES || differs(row);
  const isOpen = (row: Row) => openAtFirst(row) !== toggled.has(row.id);
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      cellVerticalAlign="top"
      wrapLines
      trackBy="id"
      items={[...shown]}
      ariaLabels={{
        tableLabel: "Side by side",
        expandButtonLabel: (row) => `Show the fields of ${row.label}`,
        collapseButtonLabel: (row) => `Hide the fields of ${row.label}`,
      }}
      header={
        <Header
          variant="h3"
          description={summed(comparable, found.length)}
          counter={found.length > 0 ? `(${found.length} ${found.length === 1 ? "difference" : "differences"})` : ""}
          actions={
            found.length > 0 && (
              <SegmentedControl
                label="Which fields"
                selectedId={only ? "only" : "all"}
                options={[
                  { id: "all", text: "All fields" },
                  { id: "only", text: "Differences" },
                ]}
                onChange={({ detail }) => setOnly(detail.selectedId === "only")}
              />
            )
          }
        >
          Fields
        </Header>
      }
      expandableRows={{
        getItemChildren: (row) => [...row.children],
        isItemExpandable: (row) => row.children.length > 0,
        expandedItems: shown.filter((row) => row.children.length > 0 && isOpen(row)),
        onExpandableItemToggle: ({ detail }) => setToggled(flipped(toggled, detail.item.id)),
      }}
      columnDefinitions={[
        { id: "label", header: "Field", isRowHeader: true, width: 160, cell: (row) => row.label },
        {
          id: "source",
          header: titles.source,
          width: 220,
          cell: (row) => <Value text={row.source} isAmount={row.isAmount} />,
        },
        {
          id: "posted",
          header: titles.posted,
          width: 220,
          cell: (row) => <Value text={row.posted} isAmount={row.isAmount} />,
        },
        {
          id: "answered",
          header: titles.answered,
          width: 220,
          cell: (row) => <Value text={row.answered} isAmount={row.isAmount} />,
        },
        { id: "mark", header: "Comparison", width: 165, cell: (row) => <Marked mark={row.mark} /> },
      ]}
      empty="There is nothing to compare yet."
      footer={<Legend />}
    />
  );
}

function summed(comparable: boolean, found: number): string | undefined {
  if (!comparable) return "It cannot be posted as it is, so there is nothing to compare it with yet.";
  return found === 0 ? "Nothing differs." : undefined;
}

function flipped(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

function Value({ text, isAmount }: { text: string; isAmount: boolean }) {
  if (text === "") return <span className="none">–</span>;
  if (isAmount) return <span className="value">{grouped(withCents(text))}</span>;
  return <span className="value">{/^\d{4}-\d{2}-\d{2}$/.test(text) ? day(text) : text}</span>;
}

function Marked({ mark }: { mark: Mark }) {
  if (mark === "none") return <span className="none">–</span>;
  const [type, words] = MARKS[mark];
  return <StatusIndicator type={type}>{words}</StatusIndicator>;
}

function Legend() {
  return (
    <Box fontSize="body-s" color="text-body-secondary">
      <SpaceBetween size="xxs">
        <span>
          <strong>Differs</strong>: it was not posted as the source says it. <strong>Answer differs</strong>: the other
          system holds something else than what was posted.
        </span>
        <span>
          <strong>Translated</strong>: both say it in their own words, such as tax codes and accounts, which the
          settings translate.
        </span>
      </SpaceBetween>
    </Box>
  );
}
