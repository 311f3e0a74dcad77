/** The table of a listing. */
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Button from "@cloudscape-design/components/button";
import CollectionPreferences from "@cloudscape-design/components/collection-preferences";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";

import type { Trigger } from "@/api/trigger";
import type { RecordLine, Summary } from "@/api/words";
import { useMay } from "@/auth/gate";
import { refusalOf, WORDS } from "@/record/actions";
import { linksOf } from "@/record/links";
import { Tools } from "@/record/tools";
import { isWay, mustBeDecided, waysOf } from "@/record/ways";
import { recordAddress } from "@/shared/addresses";
import { type Filter, without } from "@/shared/filters";
import { isPayment, type Kind } from "@/shared/kinds";
import { Problem } from "@/shared/problem";

import { type Bulk, canRetry, DONE, forCause, OF_CAUSE, ofCause, ofFilter, ofOne, ofSelected } from "./bulk";
import { columnsOf, otherWord, usualColumns, WORDS_OF_COLUMNS } from "./columns";
import { Empty } from "./empty";
import { FilterBar } from "./filter-bar";
import { titleOf } from "./names";
import { PAGE_SIZES, usePreferences } from "./preferences";
import { causeOf } from "./sentences";
import { usePages } from "./use-pages";

interface LinesProps {
  readonly connection: string;
  readonly kind: Kind;
  readonly filter: Filter;
  readonly summary: Summary | undefined;
  readonly onFilter: (filter: Filter) => void;
  readonly onTrigger: (trigger: Trigger) => void;
  readonly onBulk: (bulk: Bulk) => void;
  readonly onPreview: (line: RecordLine) => void;
}

export function Lines(props: LinesProps) {
  const { connection, kind, filter, summary, onFilter, onTrigger, onBulk } = props;
  const may = useMay("operator");
  const [preferences, prefer] = usePreferences(kind.path, {
    pageSize: 50,
    wrapLines: true,
    contentDisplay: usualColumns(kind),
  });
  const pages = usePages(connection, kind.path, filter, preferences.pageSize);
  const [selected, setSelected] = useState<readonly RecordLine[]>([]);
  const counts = summary?.counts[kind.path];
  const records = pages.shown?.records ?? [];
  const here = records.filter((line) => selected.some(({ id }) => id === line.id));
  const columns = columnsOf({
    connection,
    kind,
    linksOf: (line) => linksOf(line, summary?.sites),
    tools: (line) => <LineTools {...props} line={line} />,
  });
  const date = columns.find(({ id }) => id === "date");
  return (
    <Table
      variant="container"
      stickyHeader
      trackBy="id"
      items={records}
      columnDefinitions={columns}
      columnDisplay={preferences.contentDisplay}
      wrapLines={preferences.wrapLines}
      stickyColumns={{ first: 0, last: 1 }}
      contentDensity="compact"
      cellVerticalAlign="top"
      loading={pages.loading && records.length === 0}
      loadingText={`Loading ${kind.plural.toLowerCase()}`}
      {...(may && { selectionType: "multi" as const })}
      selectedItems={here}
      onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
      {...(date && { sortingColumn: date })}
      sortingDescending={filter.order !== "oldest"}
      onSortingChange={({ detail }) => {
        const newest = without(filter, "order");
        onFilter(detail.isDescending ? newest : { ...newest, order: "oldest" });
      }}
      ariaLabels={{
        tableLabel: kind.plural,
        selectionGroupLabel: "Selection",
        allItemsSelectionLabel: () => "Select all on this page",
        itemSelectionLabel: (_, line) => `Select ${titleOf(line)}`,
      }}
      header={pages.error && records.length > 0 && <Problem error={pages.error} onRetry={pages.again} />}
      filter={
        <FilterBar
          filter={filter}
          counts={counts}
          searches={searchesOf(kind)}
          onChange={onFilter}
          besideCause={
            may && filter.cause && <WithCause kind={kind} cause={filter.cause} records={records} onBulk={onBulk} />
          }
        >
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="refresh" ariaLabel="Read again" onClick={pages.again} />
            {may && <Many {...props} selected={here} records={records} onBulk={onBulk} />}
          </SpaceBetween>
        </FilterBar>
      }
      pagination={
        <Pagination
          currentPageIndex={pages.page}
          pagesCount={pages.known}
          openEnd={pages.more}
          disabled={pages.loading}
          onChange={({ detail }) => pages.goTo(detail.currentPageIndex)}
        />
      }
      preferences={
        <CollectionPreferences
          title="Preferences"
          confirmLabel="Save"
          cancelLabel="Cancel"
          preferences={preferences}
          onConfirm={({ detail }) =>
            prefer({
              pageSize: detail.pageSize ?? preferences.pageSize,
              wrapLines: detail.wrapLines ?? preferences.wrapLines,
              contentDisplay: detail.contentDisplay ?? preferences.contentDisplay,
            })
          }
          pageSizePreference={{ options: PAGE_SIZES.map((value) => ({ value, label: `${value} lines` })) }}
          wrapLinesPreference={{ label: "Wrap lines", description: "Show the whole text of each column" }}
          contentDisplayPreference={{
            title: "Columns",
            options: columns.map(({ id = "" }) => ({ id, label: wordOf(id, kind), alwaysVisible: id === "number" })),
          }}
        />
      }
      empty={
        pages.error ? (
          <Problem error={pages.error} onRetry={pages.again} />
        ) : (
          <Empty
            kind={kind}
            filter={filter}
            total={counts && Object.values(counts).reduce((all, one) => all + one, 0)}
            mayFetch={may}
            onFetch={() => onTrigger({ action: "fetch", kind: kind.path })}
            onClear={() => onFilter({})}
          />
        )
      }
    />
  );
}

interface WithCauseProps {
  readonly kind: Kind;
  readonly cause: string;
  readonly records: readonly RecordLine[];
  readonly onBulk: (bulk: Bulk) => void;
}

function WithCause({ kind, cause, records, onBulk }: WithCauseProps) {
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {forCause(records).map((action) => (
        <Button key={action} onClick={() => onBulk(ofCause(action, cause, kind))}>
          {OF_CAUSE[action]}
        </Button>
      ))}
    </SpaceBetween>
  );
}

function LineTools({
  line,
  connection,
  kind,
  filter,
  summary,
  onFilter,
  onTrigger,
  onBulk,
  onPreview,
}: LinesProps & { line: RecordLine }) {
  const cause = line.status === "Error" ? causeOf(line) : "";
  const more = [
    ...forCause([line]).map((action) => ({ id: `cause-${action}`, text: OF_CAUSE[action] })),
    { id: "list-cause", text: "List all with this cause" },
  ];
  const chosen = (id: string) => {
    const action = forCause([line]).find((one) => id === `cause-${one}`);
    if (action !== undefined) onBulk(ofCause(action, cause, kind));
    else onFilter({ ...(filter.order && { order: filter.order }), status: "Error", cause });
  };
  return (
    <Tools
      line={line}
      name={titleOf(line)}
      address={recordAddress(connection, kind.path, line.id)}
      links={linksOf(line, summary?.sites)}
      more={cause === "" ? [] : more}
      onAction={(action) => {
        if (isWay(action)) onBulk(ofOne(action, line));
        else onTrigger({ action, kind: kind.path, id: line.id });
      }}
      onPreview={() => onPreview(line)}
      onMore={chosen}
    />
  );
}

interface ManyProps extends LinesProps {
  readonly selected: readonly RecordLine[];
  /** What this page shows. */
  readonly records: readonly RecordLine[];
}

function Many({ selected, records, kind, filter, onBulk }: ManyProps) {
  const none = selected.length === 0;
  const { cause = "" } = filter;
  const ways = waysOf(...selected);
  const waysOfCause = cause === "" ? [] : waysOf(...records);
  const chosen = (id: string) => {
    const action = (["retry", "archive", ...ways] as const).find((one) => one === id);
    const way = waysOfCause.find((one) => id === `cause-${one}`);
    if (action !== undefined) onBulk(ofSelected(action, selected, kind));
    if (way !== undefined) onBulk(ofCause(way, cause, kind));
    if (id === "retry-all") onBulk(ofFilter("retry", filter, kind));
    if (id === "archive-all") onBulk(ofFilter("archive", filter, kind));
  };
  const unable = (action: "retry" | "archive") => {
    const able = selected.some((line) => refusalOf(action, line) === "");
    return able
      ? {}
      : {
          disabled: true,
          disabledReason: none ? "Select lines first." : `None of those selected can be ${DONE[action]}.`,
        };
  };
  const unfit = unfitOf(filter, records);
  return (
    <ButtonDropdown
      items={[
        {
          text: "Selected lines",
          items: [
            { id: "retry", text: "Retry", ...unable("retry") },
            { id: "archive", text: "Archive", ...unable("archive") },
            ...ways.map((way) => ({ id: way, text: WORDS[way] })),
          ],
        },
        {
          text: "All that the filter lists",
          items: [
            { id: "retry-all", text: filter.cause ? "Retry all with this cause" : "Retry all", ...unfit },
            { id: "archive-all", text: "Archive all" },
            ...waysOfCause.map((way) => ({ id: `cause-${way}`, text: OF_CAUSE[way] })),
          ],
        },
      ]}
      onItemClick={({ detail }) => chosen(detail.id)}
    >
      {none ? "Actions" : `Actions (${selected.length})`}
    </ButtonDropdown>
  );
}

/** Why what the filter lists cannot be retried. */
function unfitOf(filter: Filter, records: readonly RecordLine[]) {
  if (!canRetry(filter)) return { disabled: true, disabledReason: "What is sent or archived cannot be retried." };
  const apart = Boolean(filter.cause) && records.length > 0 && records.every(mustBeDecided);
  return apart ? { disabled: true, disabledReason: "They stand apart: choose what is to become of them instead." } : {};
}

function wordOf(id: string, kind: Kind): string {
  if (id === "number") return kind.number;
  if (id === "contact") return kind.party;
  if (id === "reference") return kind.reference;
  if (id === "number-there") return otherWord(kind);
  return WORDS_OF_COLUMNS[id] ?? id;
}

function searchesOf(kind: Kind): string {
  const reference = isPayment(kind.path) ? "What it pays" : kind.reference;
  const [first = "", ...others] = [kind.number, kind.party, reference].filter((part) => part !== "");
  return [first, ...others.map((other) => other.toLowerCase())].join(", ") + " or id";
}
