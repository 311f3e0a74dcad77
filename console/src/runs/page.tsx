import { useConnection } from "@/app/connection";
import { Page } from "@/app/page";
import { dashboardAddress } from "@/shared/addresses";

export default function RunsPage() {
  const connection = useConnection();
  return (
    <Page title="Runs" breadcrumbs={[{ text: "Dashboard", href: dashboardAddress(connection) }]}>
      To come.
    </Page>
  );
}
