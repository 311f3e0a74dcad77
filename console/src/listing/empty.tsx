/** Why there is nothing to list, and what to do about it. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";

import type { Status } from "@/api/words";
import { type Filter, without } from "@/shared/filters";
import type { Kind } from "@/shared/kinds";

interface EmptyProps {
  readonly kind: Kind;
  readonly filter: Filter;
  /** Records of this kind, whatever the filter; undefined while it is not known. */
  readonly total: number | undefined;
  readonly mayFetch: boolean;
  readonly onFetch: () => void;
  readonly onClear: () => void;
}

const COME: Readonly<Partial<Record<Kind["path"], string>>> = {
  products: "They come with the next fetch, when there are products in Brightpearl.",
  contacts: "They come with the next fetch, when there are customers or suppliers in Brightpearl.",
  "sales-payments": "They come when a customer has paid, or has been paid back, in Brightpearl or in Xero.",
  "purchase-payments": "They come when a bill that was sent from here is paid in Xero.",
  "inventory-adjustments": "They come when stock has been corrected in Brightpearl.",
};
const ORDERS = "They come when an order in Brightpearl reaches a status that the settings name.";
const OTHERS = "They come with the next fetch, when there are any in Brightpearl.";
const NONE: Readonly<Record<Status, string>> = {
  Pending: "Nothing waits to be posted.",
  Sent: "Nothing has been sent yet.",
  Updated: "Nothing has changed since it was sent.",
  Error: "There are no errors. Nothing needs you here.",
  Archive: "Nothing has been put aside.",
};

export function Empty({ kind, filter, total, mayFetch, onFetch, onClear }: EmptyProps) {
  const names = kind.plural.toLowerCase();
  if (total === 0) {
    return (
      <Says header={`No ${names} yet`} text={COME[kind.path] ?? (kind.is_order ? ORDERS : OTHERS)}>
        {mayFetch && <Button onClick={onFetch}>Fetch {names}</Button>}
      </Says>
    );
  }
  const narrowed = Object.keys(without(filter, "status", "order")).length > 0;
  if (filter.status !== undefined && !narrowed) {
    return (
      <Says header={`No ${names} here`} text={NONE[filter.status]}>
        <Button onClick={onClear}>List all {names}</Button>
      </Says>
    );
  }
  return (
    <Says
      header="Nothing fits"
      text={`No ${names} fit the filter. A search looks at the start of numbers, names and references.`}
    >
      <Button onClick={onClear}>Clear filters</Button>
    </Says>
  );
}

function Says({ header, text, children }: { header: string; text: string; children: React.ReactNode }) {
  return (
    <Box margin={{ vertical: "l" }} textAlign="center" color="inherit">
      <SpaceBetween size="m">
        <div>
          <strong>{header}</strong>
          <Box variant="p" color="text-body-secondary">
            {text}
          </Box>
        </div>
        {children}
      </SpaceBetween>
    </Box>
  );
}
