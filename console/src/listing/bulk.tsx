/** Doing something with many records: asked for once more before it is started. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";

import type { Selection } from "@/api/trigger";
import type { RecordLine } from "@/api/words";
import { refusalOf } from "@/record/actions";
import { type Filter, without } from "@/shared/filters";
import { counted, type Kind } from "@/shared/kinds";

export interface Bulk {
  readonly action: "retry" | "archive";
  readonly chosen: Selection;
  /** What is done to what, as a question. */
  readonly question: string;
  /** What else is to be known before. */
  readonly remark: string;
}

const VERBS = { retry: "Retry", archive: "Archive" } as const;
const SAYS = {
  retry: "Each is read from its system once more, and then posted with what it needs.",
  archive: "They are not posted, and fetched changes do not wake them, until somebody brings them back.",
} as const;

export function ofSelected(action: Bulk["action"], lines: readonly RecordLine[], kind: Kind): Bulk {
  const able = lines.filter((line) => refusalOf(action, line) === "");
  const left = lines.length - able.length;
  return {
    action,
    chosen: { ids: able.map(({ id }) => id) },
    question: `${VERBS[action]} ${counted(able.length, kind)}?`,
    remark:
      left === 0
        ? ""
        : `${counted(left, kind)} of those selected cannot be ${action === "retry" ? "retried" : "archived"}, and ${left === 1 ? "is" : "are"} left as ${left === 1 ? "it is" : "they are"}.`,
  };
}

export function ofCause(cause: string, kind: Kind): Bulk {
  return {
    action: "retry",
    chosen: { filter: { status: "Error", cause } },
    question: `Retry all ${kind.plural.toLowerCase()} with this cause?`,
    remark: `Cause: ${cause}`,
  };
}

export function ofFilter(action: Bulk["action"], filter: Filter, kind: Kind): Bulk {
  return {
    action,
    chosen: { filter: without(filter, "order") },
    question: `${VERBS[action]} all ${kind.plural.toLowerCase()} that this filter lists, on all pages?`,
    remark: "Those whose status does not allow it are left as they are.",
  };
}

/** Nothing that is sent or archived can be retried: the API refuses the whole filter. */
export function canRetry({ status }: Filter): boolean {
  return status !== "Sent" && status !== "Archive";
}

export function Confirm({ bulk, onStart, onClose }: { bulk: Bulk; onStart: () => void; onClose: () => void }) {
  const none = "ids" in bulk.chosen && bulk.chosen.ids.length === 0;
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
            <Button variant="primary" disabled={none} onClick={onStart}>
              {VERBS[bulk.action]}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="s">
        {bulk.remark !== "" && <div>{bulk.remark}</div>}
        {!none && <div>{SAYS[bulk.action]}</div>}
      </SpaceBetween>
    </Modal>
  );
}
