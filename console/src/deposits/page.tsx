/** Money on orders that are not invoiced yet, with the tax in it. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";

import { api } from "@/api/client";
import { useConnection } from "@/app/connection";
import { Page } from "@/app/page";
import { dashboardAddress, depositsAddress } from "@/shared/addresses";
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
        <Table
          variant="container"
          wrapLines
          contentDensity="compact"
          header={
            <Header counter={deposits.length > 0 ? `(${deposits.length}${hasNextPage ? "+" : ""})` : ""}>
              Newest first
            </Header>
          }
          items={deposits}
          trackBy="payment"
          loading={isLoading}
          loadingText="Loading the deposits…"
          empty={error ? "The deposits could not be loaded." : <NoDeposits more={hasNextPage} />}
          columnDefinitions={columns(connection)}
          footer={
            hasNextPage && (
              <Box textAlign="center">
                <Button variant="link" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                  Look further back
                </Button>
              </Box>
            )
          }
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
