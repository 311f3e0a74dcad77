/** What people entered in Brightpearl without an order: nobody carries it over, and a person says what is in Xero already. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";

import { api } from "@/api/client";
import { useConnection } from "@/app/connection";
import { Page } from "@/app/page";
import { useTrigger } from "@/app/use-trigger";
import { useMay } from "@/auth/gate";
import { dashboardAddress, entriesAddress } from "@/shared/addresses";
import { Problem } from "@/shared/problem";

import { columns } from "./columns";

export default function EntriesPage() {
  const connection = useConnection();
  const may = useMay("operator");
  const { start, starting } = useTrigger();
  const { data, error, refetch, isLoading } = api.useQuery("get", "/api/v1/connections/{connection}/entries", {
    params: { path: { connection } },
  });
  const mark = may ? { start, starting } : null;
  return (
    <Page
      title="Entries"
      description="Journals without an order and payments of suppliers, entered in Brightpearl. Nothing is posted for them."
      breadcrumbs={[
        { text: "Dashboard", href: dashboardAddress(connection) },
        { text: "Entries", href: entriesAddress(connection) },
      ]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button iconName="refresh" ariaLabel="Load again" onClick={() => void refetch()} />
          {may && (
            <Button disabled={starting} onClick={() => start({ action: "verify" })}>
              Look now
            </Button>
          )}
        </SpaceBetween>
      }
    >
      <SpaceBetween size="m">
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        <Table
          variant="container"
          wrapLines
          contentDensity="compact"
          items={data?.entries ?? []}
          trackBy={({ what, id }) => `${what} ${id}`}
          columnDefinitions={columns(mark)}
          loading={isLoading}
          loadingText="Loading the entries…"
          empty={error ? "The entries could not be loaded." : <NoEntries />}
        />
      </SpaceBetween>
    </Page>
  );
}

function NoEntries() {
  return (
    <Box textAlign="center" padding="m">
      <b>No entry</b>
      <Box variant="p" color="text-body-secondary">
        A look each night lists what is entered in Brightpearl without an order.
      </Box>
    </Box>
  );
}
