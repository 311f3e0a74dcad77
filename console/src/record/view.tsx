/** A record that has been read. */
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";

import type { RecordAction } from "@/api/trigger";
import type { RecordDetail } from "@/api/words";
import { type Crumb, Page } from "@/app/page";
import { useTrigger } from "@/app/use-trigger";
import { useMay } from "@/auth/gate";
import type { Kind } from "@/shared/kinds";

import { actionsOf, WORDS } from "./actions";
import { Compared } from "./compared";
import { History } from "./history";
import { Json } from "./json";
import { PreviewModal } from "./preview";
import { Related } from "./related";
import { Standing } from "./standing";

interface RecordViewProps {
  readonly connection: string;
  readonly kind: Kind;
  readonly detail: RecordDetail;
  readonly crumbs: (name: string) => readonly Crumb[];
}

export function RecordView({ connection, kind, detail, crumbs }: RecordViewProps) {
  const line = detail.record;
  const name = line.number || line.id;
  const title = `${kind.singular.charAt(0).toUpperCase()}${kind.singular.slice(1)} ${name}`;
  const { start, starting } = useTrigger();
  const [previewed, setPreviewed] = useState(false);
  const act = (action: RecordAction) => start({ action, kind: kind.path, id: line.id });
  return (
    <Page
      title={title}
      breadcrumbs={crumbs(name)}
      actions={<Buttons detail={detail} starting={starting} onAction={act} onPreview={() => setPreviewed(true)} />}
    >
      <SpaceBetween size="l">
        <Standing connection={connection} kind={kind} detail={detail} />
        <Container disableContentPaddings={false}>
          <Tabs
            tabs={[
              { id: "compared", label: "Side by side", content: <Compared connection={connection} detail={detail} /> },
              { id: "history", label: "History", content: <History connection={connection} line={line} /> },
              {
                id: "related",
                label: `Related (${detail.related.length})`,
                content: <Related connection={connection} related={detail.related} />,
              },
              { id: "raw", label: "Raw JSON", content: <Json value={detail.document} /> },
            ]}
          />
        </Container>
      </SpaceBetween>
      {previewed && (
        <PreviewModal
          line={line}
          name={`${kind.singular} ${name}`}
          onClose={() => setPreviewed(false)}
          onPost={() => {
            act("post");
            setPreviewed(false);
          }}
        />
      )}
    </Page>
  );
}

interface ButtonsProps {
  readonly detail: RecordDetail;
  readonly starting: boolean;
  readonly onAction: (action: RecordAction) => void;
  readonly onPreview: () => void;
}

/** Retry is what an Error wants, Post what waits; the one that fits stands out. */
function Buttons({ detail: { record }, starting, onAction, onPreview }: ButtonsProps) {
  const may = useMay("operator");
  const wanted = record.status === "Error" ? "retry" : record.status === "Archive" ? "unarchive" : "post";
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button onClick={onPreview}>Preview</Button>
      {may &&
        actionsOf(record).map(({ action, refusal }) => (
          <Button
            key={action}
            variant={action === wanted && refusal === "" ? "primary" : "normal"}
            disabled={starting || refusal !== ""}
            {...(refusal !== "" && { disabledReason: refusal })}
            onClick={() => onAction(action)}
          >
            {WORDS[action]}
          </Button>
        ))}
    </SpaceBetween>
  );
}
