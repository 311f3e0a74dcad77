/** Doing something with many records, or deciding about one: asked for once more before it is started. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";

import type { BulkAction, Selection, Trigger, Way } from "@/api/trigger";
import type { RecordLine } from "@/api/words";
import { refusalOf, WORDS } from "@/record/actions";
import { DOES, isWay, mustBeDecided, TAKES_BACK, waysOf } from "@/record/ways";
import { type Filter, without } from "@/shared/filters";
import { counted, isPayment, type Kind } from "@/shared/kinds";

import { titleOf } from "./names";
import { messageOf } from "./sentences";
import { totalsOf, useTally } from "./tally";

export interface Bulk {
  readonly action: BulkAction;
  readonly chosen: Selection | { readonly id: string; readonly other?: string };
  /** What is done to what, as a question. */
  readonly question: string;
  /** What else is to be known before. */
  readonly remark: string;
  /** What the records come to; empty where it is not known yet. */
  readonly total: string;
}

const SAYS: Readonly<Record<BulkAction, string>> = {
  retry: "Each is read from its system once more, and then posted with what it needs.",
  archive: "They are not posted, and fetched changes do not wake them, until somebody brings them back.",
  ...DOES,
};

const ASKS: Readonly<Record<BulkAction, (what: string, many: boolean) => string>> = {
  retry: (what) => `Retry ${what}?`,
  archive: (what) => `Archive ${what}?`,
  reapply: (what) => `Reapply ${what}?`,
  accept: (what) => `Accept ${what} as in Xero?`,
  "post-anew": (what) => `Post ${what} anew?`,
  credit: (what) => `Credit ${what}?`,
  leave: (what, many) => `Leave ${what} as ${many ? "they are" : "it is"}?`,
  link: (what, many) => `Link ${what} to the ${many ? "payments that they look" : "payment that it looks"} like?`,
  separate: (what, many) => `Post ${what} as ${many ? "payments of their own" : "a payment of its own"}?`,
};

/** What it does to records of a kind. */
export function saysOf(action: BulkAction, { path }: Kind): string {
  return action === "reapply" && isPayment(path) ? TAKES_BACK : SAYS[action];
}

export const DONE = { retry: "retried", archive: "archived" } as const;

/** What is said of all with one cause. */
export const OF_CAUSE: Readonly<Record<BulkAction, string>> = {
  retry: "Retry all with this cause",
  archive: "Archive all with this cause",
  reapply: "Reapply all with this cause",
  accept: "Accept all with this cause as in Xero",
  "post-anew": "Post all with this cause anew",
  credit: "Credit all with this cause",
  leave: "Leave all with this cause as they are",
  link: "Link all with this cause",
  separate: "Separate all with this cause",
};

/** What can be done about errors of one cause, of which these are some: what stands apart is not retried. */
export function forCause(lines: readonly RecordLine[]): readonly BulkAction[] {
  const apart = lines.length > 0 && lines.every(mustBeDecided);
  return apart ? waysOf(...lines) : ["retry", ...waysOf(...lines)];
}

export function ofOne(action: Way, line: RecordLine, twin = ""): Bulk {
  return {
    action,
    chosen: { id: line.id, ...(twin !== "" && { other: twin }) },
    question: ASKS[action](titleOf(line), false),
    remark: twin === "" ? "" : messageOf(line),
    total: totalsOf([line]),
  };
}

export function ofSelected(action: BulkAction, lines: readonly RecordLine[], kind: Kind): Bulk {
  const able = lines.filter((line) => refusalOf(action, line) === "");
  return {
    action,
    chosen: { ids: able.map(({ id }) => id) },
    question: ASKS[action](counted(able.length, kind), able.length !== 1),
    remark: leftOut(action, lines.length - able.length, kind),
    total: totalsOf(able),
  };
}

function leftOut(action: BulkAction, left: number, kind: Kind): string {
  if (left === 0) return "";
  const [is, has, as] = left === 1 ? ["is", "has", "it is"] : ["are", "have", "they are"];
  if (isWay(action)) return `${counted(left, kind)} of those selected ${has} no such way out, and ${is} left out.`;
  return `${counted(left, kind)} of those selected cannot be ${DONE[action]}, and ${is} left as ${as}.`;
}

export function ofCause(action: BulkAction, cause: string, kind: Kind): Bulk {
  return {
    action,
    chosen: { filter: { status: "Error", cause } },
    question: ASKS[action](`all ${kind.plural.toLowerCase()} with this cause`, true),
    remark: `Cause: ${cause}`,
    total: "",
  };
}

export function ofFilter(action: "retry" | "archive", filter: Filter, kind: Kind): Bulk {
  return {
    action,
    chosen: { filter: without(filter, "order") },
    question: `${WORDS[action]} all ${kind.plural.toLowerCase()} that this filter lists, on all pages?`,
    remark: "Those whose status does not allow it are left as they are.",
    total: "",
  };
}

export function triggerOf({ action, chosen }: Bulk, { path: kind }: Kind): Trigger {
  return "id" in chosen ? { action, kind, ...chosen } : { action, kind, chosen };
}

/** Nothing that is sent or archived can be retried: the API refuses the whole filter. */
export function canRetry({ status }: Filter): boolean {
  return status !== "Sent" && status !== "Archive";
}

interface ConfirmProps {
  readonly bulk: Bulk;
  readonly kind: Kind;
  readonly onStart: () => void;
  readonly onClose: () => void;
}

export function Confirm({ bulk, kind, onStart, onClose }: ConfirmProps) {
  const { action, chosen } = bulk;
  const tally = useTally(kind, action, isWay(action) && "filter" in chosen ? chosen.filter : null);
  const none = "ids" in chosen ? chosen.ids.length === 0 : tally.count === 0;
  const total = bulk.total || tally.total;
  return (
    <Modal
      visible
      header={bulk.question}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" disabled={none || tally.counting} onClick={onStart}>
              {WORDS[action]}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="s">
        {bulk.remark !== "" && <div>{bulk.remark}</div>}
        {tally.says !== "" && <div>{tally.says}</div>}
        {total !== "" && (
          <div>
            {isWay(action) ? "Total in Brightpearl" : "Total"}: <strong className="money">{total}</strong>
          </div>
        )}
        {!none && <div>{saysOf(action, kind)}</div>}
      </SpaceBetween>
    </Modal>
  );
}
