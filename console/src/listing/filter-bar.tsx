/** Which records are listed: by status, search, date and reason. All of it stands in the address. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import DateRangePicker, { type DateRangePickerProps } from "@cloudscape-design/components/date-range-picker";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TokenGroup from "@cloudscape-design/components/token-group";
import { type ReactNode, useEffect, useState } from "react";

import type { Reason, Status } from "@/api/words";
import { type Filter, STATUSES, without } from "@/shared/filters";
import { day } from "@/shared/times";

import "./listing.css";

interface FilterBarProps {
  readonly filter: Filter;
  readonly counts: Readonly<Record<string, number>> | undefined;
  readonly searches: string;
  readonly onChange: (filter: Filter) => void;
  /** What stands at the end of the first line. */
  readonly children: ReactNode;
  readonly besideCause: ReactNode;
}

const ALL = "all";
const PAUSE = 400; // milliseconds after the last key before it is searched for
const LONGEST_SEARCH = 100;

export function FilterBar({ filter, counts, searches, onChange, children, besideCause }: FilterBarProps) {
  const { status, cause, ...others } = filter;
  const narrowed = ["q", "from", "to", "cause", "reason"].some((name) => name in filter);
  return (
    <SpaceBetween size="s">
      <div className="filters-top">
        <SegmentedControl
          label="Status"
          selectedId={status ?? ALL}
          options={[
            { id: ALL, text: counted("All", counts && sum(counts)) },
            ...STATUSES.map((one) => ({ id: one, text: counted(one, counts?.[one]) })),
          ]}
          onChange={({ detail }) => onChange(withStatus({ ...others, ...(cause && { cause }) }, detail.selectedId))}
        />
        {children}
      </div>
      <div className="filters">
        <Search wanted={filter.q ?? ""} searches={searches} onSearch={(q) => onChange({ ...filter, q })} />
        <Dates filter={filter} onChange={onChange} />
        <Why filter={filter} onChange={onChange} />
        {narrowed && (
          <Button variant="inline-link" onClick={() => onChange(status ? { status } : {})}>
            Clear filters
          </Button>
        )}
      </div>
      {cause && (
        <div className="filters">
          <TokenGroup
            items={[{ label: `Cause: ${cause}`, dismissLabel: "List all causes" }]}
            onDismiss={() => onChange(without(filter, "cause"))}
          />
          {besideCause}
        </div>
      )}
    </SpaceBetween>
  );
}

/** Another status has no use for a reason or a cause of the last one. */
function withStatus(filter: Filter, chosen: string): Filter {
  const status = STATUSES.find((one) => one === chosen);
  const { reason, cause, ...others } = filter;
  const fits = reason && status && REASONS_OF[status]?.includes(reason);
  return {
    ...others,
    ...(status && { status }),
    ...((fits || !status) && reason && { reason }),
    ...((status === "Error" || !status) && cause && { cause }),
  };
}

function counted(word: string, count: number | undefined): string {
  return count === undefined ? word : `${word} (${count.toLocaleString("en-GB")})`;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, one) => total + one, 0);
}

interface SearchProps {
  readonly wanted: string;
  readonly searches: string;
  readonly onSearch: (q: string) => void;
}

function Search({ wanted, searches, onSearch }: SearchProps) {
  const [typed, setTyped] = useState(wanted);
  const [seen, setSeen] = useState(wanted);
  if (wanted !== seen) {
    setSeen(wanted);
    if (wanted !== typed.trim()) setTyped(wanted); // somebody went back, or cleared the filters
  }
  useEffect(() => {
    if (typed.trim() === wanted) return;
    const timer = setTimeout(() => onSearch(typed.trim()), PAUSE);
    return () => clearTimeout(timer);
  });
  return (
    <div className="filters-search">
      <FormField label="Search" stretch>
        <Input
          type="search"
          value={typed}
          placeholder={searches}
          clearAriaLabel="Clear the search"
          onChange={({ detail }) => setTyped(detail.value.slice(0, LONGEST_SEARCH))}
        />
      </FormField>
    </div>
  );
}

function Dates({ filter, onChange }: Pick<FilterBarProps, "filter" | "onChange">) {
  const { from = "", to = "" } = filter;
  const value: DateRangePickerProps.Value | null =
    from !== "" && to !== "" ? { type: "absolute", startDate: from, endDate: to } : null;
  const chosen = (next: DateRangePickerProps.Value | null) => {
    const range = next?.type === "absolute" ? next : { startDate: "", endDate: "" };
    onChange({ ...filter, from: range.startDate, to: range.endDate });
  };
  return (
    <FormField label="Date">
      <DateRangePicker
        dateOnly
        rangeSelectorMode="absolute-only"
        relativeOptions={[]}
        value={value}
        placeholder={oneSided(from, to)}
        locale="en-GB"
        hideTimeOffset
        absoluteFormat="long-localized"
        isValidRange={checked}
        i18nStrings={DATE_WORDS}
        getTimeOffset={() => 0}
        onChange={({ detail }) => chosen(detail.value)}
      />
    </FormField>
  );
}

/** Cloudscape's own British words ask for another order of day and year than its field takes. */
const DATE_WORDS: DateRangePickerProps.I18nStrings = {
  startDateLabel: "From",
  endDateLabel: "To",
  slashedDateConstraintText: "Write dates as YYYY/MM/DD.",
  clearButtonLabel: "Any date",
};

/** An address may have one end only. */
function oneSided(from: string, to: string): string {
  if (from !== "") return `Since ${day(from)}`;
  return to === "" ? "Any date" : `Until ${day(to)}`;
}

function checked(range: DateRangePickerProps.Value | null): DateRangePickerProps.ValidationResult {
  if (range?.type !== "absolute") return { valid: true };
  if (range.startDate === "" || range.endDate === "") return { valid: false, errorMessage: "Choose both days." };
  return range.startDate <= range.endDate
    ? { valid: true }
    : { valid: false, errorMessage: "The first day has to be before the last one." };
}

const REASONS_OF: Readonly<Partial<Record<Status, readonly Reason[]>>> = {
  Pending: ["held"],
  Error: ["needs-you", "retrying"],
};
const REASON_WORDS: Readonly<Record<Reason, string>> = {
  "needs-you": "Needs you",
  retrying: "Retrying by itself",
  held: "Waits for something else",
};

function Why({ filter, onChange }: Pick<FilterBarProps, "filter" | "onChange">) {
  const reasons = filter.status === undefined ? Object.values(REASONS_OF).flat() : (REASONS_OF[filter.status] ?? []);
  if (reasons.length === 0) return <Box />;
  const options = [{ value: "", label: "Any" }, ...reasons.map((one) => ({ value: one, label: REASON_WORDS[one] }))];
  return (
    <div className="filters-reason">
      <FormField label="Reason">
        <Select
          options={options}
          selectedOption={options.find(({ value }) => value === (filter.reason ?? "")) ?? null}
          onChange={({ detail }) => onChange(reasoned(filter, reasons, detail.selectedOption.value))}
        />
      </FormField>
    </div>
  );
}

function reasoned(filter: Filter, reasons: readonly Reason[], chosen: string | undefined): Filter {
  const reason = reasons.find((one) => one === chosen);
  return reason === undefined ? without(filter, "reason") : { ...filter, reason };
}
