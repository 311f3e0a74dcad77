/** A kind's records: filter, search, pages, and everything that can be done with one or many of them. */
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useParams, useSearchParams } from "react-router";

import type { RecordLine } from "@/api/words";
import { useConnection } from "@/app/connection";
import { Page } from "@/app/page";
import { useTrigger } from "@/app/use-trigger";
import { useMay } from "@/auth/gate";
import { PreviewModal } from "@/record/preview";
import { dashboardAddress, listingAddress } from "@/shared/addresses";
import { type Filter, readFilter, writeFilter } from "@/shared/filters";
import { kindOf } from "@/shared/kinds";
import { useSummary } from "@/shared/use-summary";

import { type Bulk, Confirm, triggerOf } from "./bulk";
import { Export } from "./export";
import { Lines } from "./lines";
import { titleOf } from "./names";

type Asked =
  | { readonly what: "export" }
  | { readonly what: "bulk"; readonly bulk: Bulk }
  | { readonly what: "preview"; readonly line: RecordLine };

export default function ListingPage() {
  const connection = useConnection();
  const kind = kindOf(useParams().kind ?? "");
  const [search, setSearch] = useSearchParams();
  const [asked, setAsked] = useState<Asked | null>(null);
  const may = useMay("operator");
  const { start, starting } = useTrigger();
  const { data: summary } = useSummary(connection);
  if (kind === undefined) return null;
  const filter = readFilter(search);
  const close = () => setAsked(null);
  const begin = (bulk: Bulk) => {
    start(triggerOf(bulk, kind));
    close();
  };
  return (
    <Page
      title={kind.plural}
      breadcrumbs={[
        { text: "Dashboard", href: dashboardAddress(connection) },
        { text: kind.plural, href: listingAddress(connection, kind.path) },
      ]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button iconName="download" onClick={() => setAsked({ what: "export" })}>
            Export CSV
          </Button>
          {may && (
            <Button disabled={starting} onClick={() => start({ action: "fetch", kind: kind.path })}>
              Fetch
            </Button>
          )}
          {may && (
            <Button variant="primary" disabled={starting} onClick={() => start({ action: "post", kind: kind.path })}>
              Post
            </Button>
          )}
        </SpaceBetween>
      }
    >
      <Lines
        connection={connection}
        kind={kind}
        filter={filter}
        summary={summary}
        onFilter={(next: Filter) => setSearch(writeFilter(next))}
        onTrigger={start}
        onBulk={(bulk) => setAsked({ what: "bulk", bulk })}
        onPreview={(line) => setAsked({ what: "preview", line })}
      />
      {asked?.what === "export" && <Export connection={connection} kind={kind} filter={filter} onClose={close} />}
      {asked?.what === "bulk" && (
        <Confirm bulk={asked.bulk} kind={kind} onStart={() => begin(asked.bulk)} onClose={close} />
      )}
      {asked?.what === "preview" && (
        <PreviewModal
          line={asked.line}
          name={titleOf(asked.line)}
          onClose={close}
          onPost={() => {
            start({ action: "post", kind: kind.path, id: asked.line.id });
            close();
          }}
        />
      )}
    </Page>
  );
}
