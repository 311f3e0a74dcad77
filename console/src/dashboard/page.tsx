import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense } from "react";

import { useConnection } from "@/app/connection";
import { Page } from "@/app/page";
import { useTrigger } from "@/app/use-trigger";
import { useMay } from "@/auth/gate";
import { dashboardAddress } from "@/shared/addresses";
import { Loading } from "@/shared/loading";
import { Problem } from "@/shared/problem";
import { useSummary } from "@/shared/use-summary";

import { Causes, useErrors, waitingForPerson } from "./causes";
import { Counts } from "./counts";
import { HealthBox } from "./health";

const Cycles = lazy(() => import("./cycles"));

export default function DashboardPage() {
  const connection = useConnection();
  const { data, error, refetch } = useSummary(connection);
  const running = Boolean(data?.running);
  const errors = useErrors(connection, running);
  return (
    <Page
      title="Dashboard"
      breadcrumbs={[{ text: "Dashboard", href: dashboardAddress(connection) }]}
      actions={data && <SyncNow />}
    >
      <SpaceBetween size="m">
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading what="the dashboard" />}
        {data && <HealthBox summary={data} waiting={waitingForPerson(errors.data)} />}
        {data && <Causes connection={connection} errors={errors} />}
        {data && <Counts connection={connection} counts={data.counts} />}
        {data && (
          <Suspense fallback={<Loading what="the chart" />}>
            <Cycles connection={connection} running={running} />
          </Suspense>
        )}
      </SpaceBetween>
    </Page>
  );
}

function SyncNow() {
  const { start, starting } = useTrigger();
  if (!useMay("operator")) return null;
  return (
    <Button variant="primary" loading={starting} onClick={() => start({ action: "sync" })}>
      Sync now
    </Button>
  );
}
