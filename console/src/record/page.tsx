import { useConnection } from "@/app/connection";
import { Page } from "@/app/page";
import { dashboardAddress } from "@/shared/addresses";

export default function RecordPage() {
  const connection = useConnection();
  return (
    <Page title="Record" breadcrumbs={[{ text: "Dashboard", href: dashboardAddress(connection) }]}>
      To come.
    </Page>
  );
}
