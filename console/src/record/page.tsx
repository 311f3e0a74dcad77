/** One record: where it stands, what both systems say of it, and what happened to it. */
import { useParams } from "react-router";

import { useConnection } from "@/app/connection";
import { Page } from "@/app/page";
import { dashboardAddress, listingAddress, recordAddress } from "@/shared/addresses";
import { type Kind, kindOf } from "@/shared/kinds";
import { Loading } from "@/shared/loading";
import { Problem } from "@/shared/problem";

import { RecordView } from "./view";
import { useRecord } from "./use-record";

export default function RecordPage() {
  const { kind: path = "", id = "" } = useParams();
  const kind = kindOf(path);
  return kind === undefined ? null : <OfKind key={id} kind={kind} id={id} />;
}

function OfKind({ kind, id }: { kind: Kind; id: string }) {
  const connection = useConnection();
  const { data, error, refetch } = useRecord(connection, kind.path, id);
  const crumbs = (name: string) => [
    { text: "Dashboard", href: dashboardAddress(connection) },
    { text: kind.plural, href: listingAddress(connection, kind.path) },
    { text: name, href: recordAddress(connection, kind.path, id) },
  ];
  if (data !== undefined) return <RecordView connection={connection} kind={kind} detail={data} crumbs={crumbs} />;
  const title = kind.singular.charAt(0).toUpperCase() + kind.singular.slice(1);
  return (
    <Page title={`${title} ${id}`} breadcrumbs={crumbs(id)}>
      {error === null ? <Loading what={`the ${kind.singular}`} /> : <Problem error={error} onRetry={() => void refetch()} />}
    </Page>
  );
}
