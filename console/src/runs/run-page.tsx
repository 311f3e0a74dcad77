/** One run, step by step, live while it runs. */
import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useParams } from "react-router";

import { api } from "@/api/client";
import type { RunDetail } from "@/api/words";
import { useConnection } from "@/app/connection";
import { Page } from "@/app/page";
import { dashboardAddress, recordAddress, runAddress, runsAddress } from "@/shared/addresses";
import { Go } from "@/shared/go";
import { kindOf } from "@/shared/kinds";
import { Loading } from "@/shared/loading";
import { WHILE_RUNNING } from "@/shared/polling";
import { Problem } from "@/shared/problem";
import { RunStatus } from "@/shared/run-status";
import { describe, hasEnded, secondsOf } from "@/shared/runs";
import { duration } from "@/shared/times";
import { When } from "@/shared/when";

import { startedBy } from "./columns";
import { stepColumns } from "./step-columns";

export default function RunPage() {
  const connection = useConnection();
  const { run = "" } = useParams();
  const { data, error, refetch } = api.useQuery(
    "get",
    "/api/v1/connections/{connection}/runs/{run_id}",
    { params: { path: { connection, run_id: run } } },
    { refetchInterval: (query) => (hasEnded(query.state.data?.run) ? false : WHILE_RUNNING) },
  );
  const title = data ? describe(data.run) : "Run";
  return (
    <Page
      title={title}
      breadcrumbs={[
        { text: "Dashboard", href: dashboardAddress(connection) },
        { text: "Runs", href: runsAddress(connection) },
        { text: title, href: runAddress(connection, run) },
      ]}
    >
      <SpaceBetween size="l">
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading what="the run" />}
        {data && <About connection={connection} detail={data} />}
        {data && (
          <Table
            variant="container"
            contentDensity="compact"
            wrapLines
            header={<Header counter={progress(data)}>Steps</Header>}
            items={data.steps}
            trackBy="step"
            empty={hasEnded(data.run) ? "This run had no step to do." : "Its steps appear here as soon as it begins."}
            columnDefinitions={stepColumns(connection)}
          />
        )}
      </SpaceBetween>
    </Page>
  );
}

function About({ connection, detail: { run } }: { connection: string; detail: RunDetail }) {
  const kind = kindOf(run.kind);
  const seconds = secondsOf(run);
  return (
    <Container>
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={4}
          items={[
            { label: "Status", value: <RunStatus status={run.status} errors={run.errors} /> },
            { label: "Started by", value: startedBy(run.by) },
            { label: "Began", value: <When at={run.started_at} /> },
            {
              label: seconds === null ? "Ended" : `Ended, after ${duration(seconds)}`,
              value: run.finished_at ? <When at={run.finished_at} /> : "Not yet",
            },
          ]}
        />
        {run.status === "WAITING" && (
          <Alert type="info">
            Another run is working on this connection. This one begins by itself when that has ended; this page follows
            it.
          </Alert>
        )}
        {run.problem !== "" && <Alert type="error">{run.problem}</Alert>}
        {kind !== undefined && run.id !== "" && (
          <Go to={recordAddress(connection, kind.path, run.id)}>
            Go to {kind.singular} {run.id}
          </Go>
        )}
      </SpaceBetween>
    </Container>
  );
}

/** "(3 of 14 done)", "(12 of 14 done, 2 failed)". */
function progress({ steps }: RunDetail): string {
  const failed = steps.filter((step) => step.state === "failed").length;
  const done = steps.filter((step) => step.state !== "waiting" && step.state !== "running").length - failed;
  return `(${done} of ${steps.length} done${failed > 0 ? `, ${failed} failed` : ""})`;
}
