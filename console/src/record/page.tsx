/** One record: where it stands, what both systems say of it, and what happened to it. */
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useParams } from "react-router";

import { ApiProblem } from "@/api/problem";
import { useConnection } from "@/app/connection";
import { Page } from "@/app/page";
import { useTrigger } from "@/app/use-trigger";
import { useMay } from "@/auth/gate";
import { dashboardAddress, listingAddress, recordAddress } from "@/shared/addresses";
import { isPayment, type Kind, kindOf } from "@/shared/kinds";
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
  const problem = error && <Problem error={error} onRetry={() => void refetch()} />;
  if (data !== undefined) {
    return <RecordView connection={connection} kind={kind} detail={data} crumbs={crumbs} problem={problem} />;
  }
  const title = kind.singular.charAt(0).toUpperCase() + kind.singular.slice(1);
  return (
    <Page title={`${title} ${id}`} breadcrumbs={crumbs(id)}>
      {problem === null && <Loading what={`the ${kind.singular}`} />}
      <SpaceBetween size="m">
        {problem}
        {error instanceof ApiProblem && error.status === 404 && <FetchUnknown kind={kind} id={id} />}
      </SpaceBetween>
    </Page>
  );
}

/** An order, a contact or a product can be fetched by its id before it is known here. */
function FetchUnknown({ kind, id }: { kind: Kind; id: string }) {
  const may = useMay("operator");
  const { start, starting } = useTrigger();
  if (!may || isPayment(kind.path) || !/^\d+$/.test(id)) return null;
  return (
    <Button disabled={starting} onClick={() => start({ action: "fetch", kind: kind.path, id })}>
      Fetch {kind.singular} {id} from Brightpearl
    </Button>
  );
}
