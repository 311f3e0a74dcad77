/** What a post would send now: its totals, what goes first, what to look out for. From here it can be posted. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { api } from "@/api/client";
import type { PreviewAnswer, RecordLine } from "@/api/words";
import { useConnection } from "@/app/connection";
import { useMay } from "@/auth/gate";
import { recordAddress } from "@/shared/addresses";
import { Go } from "@/shared/go";
import { Hint } from "@/shared/hint";
import { kindOf } from "@/shared/kinds";
import { Loading } from "@/shared/loading";
import { Money } from "@/shared/money";
import { Problem } from "@/shared/problem";
import { sentence } from "@/shared/sentence";

import { refusalOf } from "./actions";
import { Json } from "./json";
import { elementOf, linesOf } from "./payloads";

interface PreviewModalProps {
  readonly line: RecordLine;
  readonly name: string;
  readonly onPost: () => void;
  readonly onClose: () => void;
}

export function PreviewModal({ line, name, onPost, onClose }: PreviewModalProps) {
  const connection = useConnection();
  const may = useMay("operator");
  const { data, error, refetch } = usePreview(connection, line);
  const refusal = refusalOf("post", line);
  const ready = may && data?.sends === true && refusal === "";
  return (
    <Modal
      visible
      size="large"
      header={`Preview of ${name}`}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant={ready ? "link" : "primary"} onClick={onClose}>
              Close
            </Button>
            {ready && (
              <Button variant="primary" onClick={onPost}>
                Post to {SYSTEMS[data.system] ?? data.system}
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading what="what would be sent" />}
      {data && <Shown made={data} connection={connection} />}
    </Modal>
  );
}

/** What a post would send; asked for afresh whenever it is opened. */
export function usePreview(connection: string, line: Pick<RecordLine, "kind" | "id">) {
  return api.useQuery(
    "get",
    "/api/v1/connections/{connection}/{kind}/{record_id}/preview",
    { params: { path: { connection, kind: line.kind, record_id: line.id } } },
    { staleTime: 0 },
  );
}

const SYSTEMS: Readonly<Record<string, string>> = { xero: "Xero", brightpearl: "Brightpearl" };

function Shown({ made, connection }: { made: PreviewAnswer; connection: string }) {
  const element = elementOf(made.body);
  const lines = linesOf(element);
  return (
    <SpaceBetween size="m">
      {made.problem && (
        <Alert type="error" header={sentence(made.problem.message)}>
          <Hint text={made.problem.hint} />
        </Alert>
      )}
      {!made.sends && !made.problem && <Alert type="info">Nothing would be sent: {made.reason}.</Alert>}
      {made.warnings.length > 0 && (
        <Alert type="warning" header="Look out for">
          <ul className="plain">
            {made.warnings.map((warning) => (
              <li key={warning}>{sentence(warning)}</li>
            ))}
          </ul>
        </Alert>
      )}
      {element !== null && (
        <KeyValuePairs
          columns={4}
          items={[
            { label: "Goes to", value: SYSTEMS[made.system] ?? made.system },
            { label: "What it does", value: made.creates ? "Creates a new one" : "Amends the one that is there" },
            { label: "Lines", value: lines.length === 0 ? "–" : String(lines.length) },
            { label: "Total it has to come to", value: <Money amount={made.total} currency={made.currency} /> },
          ]}
        />
      )}
      <BroughtFirst made={made} connection={connection} />
      {element !== null && (
        <ExpandableSection headerText="What would be sent, as it would be sent">
          <Json value={made.body} />
        </ExpandableSection>
      )}
    </SpaceBetween>
  );
}

function BroughtFirst({ made, connection }: { made: PreviewAnswer; connection: string }) {
  if (made.brought_first.length === 0) return null;
  return (
    <div>
      <Box variant="awsui-key-label">Goes first, because this one refers to it</Box>
      <ul className="plain">
        {made.brought_first.map(({ kind, id, name }) => (
          <li key={`${kind} ${id}`}>
            <Go to={recordAddress(connection, kind, id)}>{name || id}</Go> ({kindOf(kind)?.singular})
          </li>
        ))}
      </ul>
    </div>
  );
}
