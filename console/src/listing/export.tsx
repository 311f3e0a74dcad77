/** All that the filter lists as a file, with how far it is. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useState } from "react";

import { download } from "@/shared/download";
import type { Filter } from "@/shared/filters";
import { counted, type Kind } from "@/shared/kinds";
import { Problem } from "@/shared/problem";

import { toCsv } from "./csv";
import { everything, reader } from "./read";

export const MOST_EXPORTED = 10_000;

interface ExportProps {
  readonly connection: string;
  readonly kind: Kind;
  readonly filter: Filter;
  readonly onClose: () => void;
}

type State =
  | { readonly at: "reading"; readonly count: number }
  | { readonly at: "saved"; readonly count: number; readonly complete: boolean }
  | { readonly at: "failed"; readonly error: unknown };

export function Export({ connection, kind, filter, onClose }: ExportProps) {
  const [state, setState] = useState<State>({ at: "reading", count: 0 });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const stop = new AbortController();
    const read = reader(connection, kind.path, filter, stop.signal);
    everything(read, MOST_EXPORTED, (count) => setState({ at: "reading", count }))
      .then(({ records, complete }) => {
        if (stop.signal.aborted) return;
        download(`${kind.path}-${new Date().toISOString().slice(0, 10)}.csv`, "text/csv", toCsv(records));
        setState({ at: "saved", count: records.length, complete });
      })
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setState({ at: "failed", error });
      });
    return () => stop.abort();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the file is of the filter at the moment of the click
  }, [attempt]);

  const again = () => {
    setState({ at: "reading", count: 0 });
    setAttempt(attempt + 1);
  };
  return (
    <Modal
      visible
      header="Export to CSV"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant={state.at === "saved" ? "primary" : "normal"} onClick={onClose}>
            {state.at === "reading" ? "Cancel" : "Close"}
          </Button>
        </Box>
      }
    >
      {state.at === "reading" && (
        <ProgressBar
          value={Math.min(99, (100 * state.count) / MOST_EXPORTED)}
          label={`${counted(state.count, kind)} so far`}
          description={`Up to ${MOST_EXPORTED.toLocaleString("en-GB")} are written to the file.`}
        />
      )}
      {state.at === "saved" && <Saved count={state.count} complete={state.complete} kind={kind} />}
      {state.at === "failed" && <Problem error={state.error} onRetry={again} />}
    </Modal>
  );
}

function Saved({ count, complete, kind }: { count: number; complete: boolean; kind: Kind }) {
  return (
    <SpaceBetween size="s">
      <Alert type="success">{counted(count, kind)} written to the file, which is among your downloads.</Alert>
      {!complete && (
        <Alert type="warning" header="There are more">
          Only the first {MOST_EXPORTED.toLocaleString("en-GB")} are in the file. Narrow the dates down and export them
          in parts.
        </Alert>
      )}
    </SpaceBetween>
  );
}
