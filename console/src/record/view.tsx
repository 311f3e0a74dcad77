/** A record that has been read. */
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { type ReactNode, useState } from "react";

import type { RecordAction } from "@/api/trigger";
import type { RecordDetail, Status } from "@/api/words";
import { type Crumb, Page } from "@/app/page";
import { useTrigger } from "@/app/use-trigger";
import { useMay } from "@/auth/gate";
import { type Bulk, Confirm, ofOne, triggerOf } from "@/listing/bulk";
import { nameOf, titleOf } from "@/listing/names";
import type { Kind } from "@/shared/kinds";

import { actionsOf, WORDS } from "./actions";
import { Compared } from "./compared";
import { History } from "./history";
import { Json } from "./json";
import { PreviewModal } from "./preview";
import { Related } from "./related";
import { Standing } from "./standing";
import { Versions } from "./versions-table";
import { isWay } from "./ways";

interface RecordViewProps {
  readonly connection: string;
  readonly kind: Kind;
  readonly detail: RecordDetail;
  readonly crumbs: (name: string) => readonly Crumb[];
  /** Why it could not be read again. */
  readonly problem: ReactNode;
}

export function RecordView({ connection, kind, detail, crumbs, problem }: RecordViewProps) {
  const line = detail.record;
  const title = titleOf(line);
  const { start, starting } = useTrigger();
  const [previewed, setPreviewed] = useState(false);
  const [asked, setAsked] = useState<Bulk | null>(null);
  const act = (action: RecordAction) => {
    if (isWay(action)) setAsked(ofOne(action, line, detail.twin));
    else start({ action, kind: kind.path, id: line.id });
  };
  return (
    <Page
      title={title.charAt(0).toUpperCase() + title.slice(1)}
      breadcrumbs={crumbs(nameOf(line))}
      actions={<Buttons detail={detail} starting={starting} onAction={act} onPreview={() => setPreviewed(true)} />}
    >
      <SpaceBetween size="l">
        {problem}
        <Standing connection={connection} kind={kind} detail={detail} />
        <Versions detail={detail} />
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
      {asked !== null && (
        <Confirm
          bulk={asked}
          kind={kind}
          onStart={() => {
            start(triggerOf(asked, kind));
            setAsked(null);
          }}
          onClose={() => setAsked(null)}
        />
      )}
      {previewed && (
        <PreviewModal
          line={line}
          name={title}
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

const WANTED: Readonly<Partial<Record<Status, RecordAction>>> = {
  Error: "retry",
  Archive: "unarchive",
  Pending: "post",
  Updated: "post",
};

/** The one that a status wants stands out. */
function Buttons({ detail: { record }, starting, onAction, onPreview }: ButtonsProps) {
  const may = useMay("operator");
  const wanted = WANTED[record.status];
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
