/** Money on orders that are not invoiced yet, with the tax in it. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { api } from "@/api/client";
import { useConnection } from "@/app/connection";
import { Page } from "@/app/page";
import { dashboardAddress, depositsAddress } from "@/shared/addresses";
import { PagedTable } from "@/shared/paged-table";
import { Problem } from "@/shared/problem";

import { columns } from "./columns";

const LINES = 100;

export default function DepositsPage() {
  const connection = useConnection();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isLoading } = useDeposits(connection);
  const deposits = data?.pages.flatMap((page) => page.deposits) ?? [];
  return (
    <Page
      title="Deposits"
      description="Money on orders that are not invoiced yet, and the tax in it by Brightpearl's tax code."
      breadcrumbs={[
        { text: "Dashboard", href: dashboardAddress(connection) },
        { text: "Deposits", href: depositsAddress(connection) },
      ]}
      actions={<Button iconName="refresh" ariaLabel="Load again" onClick={() => void refetch()} />}
    >
      <SpaceBetween size="m">
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        <PagedTable
          items={deposits}
          trackBy="payment"
          columns={columns(connection)}
          loading={isLoading}
          loadingText="Loading the deposits…"
          empty={error ? "The deposits could not be loaded." : <NoDeposits more={hasNextPage} />}
          hasMore={hasNextPage}
          loadingMore={isFetchingNextPage}
          more="Look further back"
          onMore={() => void fetchNextPage()}
        />
      </SpaceBetween>
    </Page>
  );
}

function useDeposits(connection: string) {
  return api.useInfiniteQuery(
    "get",
    "/api/v1/connections/{connection}/deposits",
    { params: { path: { connection }, query: { limit: LINES } } },
    {
      initialPageParam: "",
      getNextPageParam: (last: { next_cursor: string }) => last.next_cursor || undefined,
    },
  );
}

/** A page may be empty and not the last one: other payments wait, too. */
function NoDeposits({ more }: { more: boolean }) {
  return (
    <Box textAlign="center" padding="m">
      <b>{more ? "None among the newest payments" : "No deposit"}</b>
      <Box variant="p" color="text-body-secondary">
        Money that comes before its order is invoiced stands here until it is.
      </Box>
    </Box>
  );
}
