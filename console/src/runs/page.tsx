/** Cycles and manual runs, newest first. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { api } from "@/api/client";
import type { RunLine } from "@/api/words";
import { useConnection } from "@/app/connection";
import { Page } from "@/app/page";
import { dashboardAddress, runsAddress } from "@/shared/addresses";
import { PagedTable } from "@/shared/paged-table";
import { polling } from "@/shared/polling";
import { Problem } from "@/shared/problem";
import { hasEnded } from "@/shared/runs";
import { useSummary } from "@/shared/use-summary";

import { columns } from "./columns";

const LINES = 25;

export default function RunsPage() {
  const connection = useConnection();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isLoading } = useRuns(connection);
  const runs = data?.pages.flatMap((page) => page.runs) ?? [];
  return (
    <Page
      title="Runs"
      description="Every cycle of the schedule, and everything that somebody has started."
      breadcrumbs={[
        { text: "Dashboard", href: dashboardAddress(connection) },
        { text: "Runs", href: runsAddress(connection) },
      ]}
      actions={<Button iconName="refresh" ariaLabel="Load again" onClick={() => void refetch()} />}
    >
      <SpaceBetween size="m">
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        <PagedTable
          items={runs}
          trackBy="run"
          columns={columns(connection)}
          loading={isLoading}
          loadingText="Loading the runs…"
          empty={error ? "The runs could not be loaded." : <NoRuns connection={connection} />}
          hasMore={hasNextPage}
          loadingMore={isFetchingNextPage}
          more="Show older runs"
          onMore={() => void fetchNextPage()}
        />
      </SpaceBetween>
    </Page>
  );
}

function useRuns(connection: string) {
  return api.useInfiniteQuery(
    "get",
    "/api/v1/connections/{connection}/runs",
    { params: { path: { connection }, query: { limit: LINES } } },
    {
      initialPageParam: "",
      getNextPageParam: (last: { next_cursor: string }) => last.next_cursor || undefined,
      refetchInterval: ({ state: { data } }) => polling(data?.pages[0]?.runs.some(isLive) ?? false),
    },
  );
}

function isLive(run: RunLine): boolean {
  return !hasEnded(run);
}

function NoRuns({ connection }: { connection: string }) {
  const { data } = useSummary(connection);
  const schedule =
    data === undefined
      ? "The schedule starts cycles by itself."
      : `The schedule starts a cycle every ${data.cycle_minutes} minutes.`;
  return (
    <Box textAlign="center" padding="m">
      <b>No run yet</b>
      <Box variant="p" color="text-body-secondary">
        {schedule} “Sync now” on the dashboard starts one at once.
      </Box>
    </Box>
  );
}
