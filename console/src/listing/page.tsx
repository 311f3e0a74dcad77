import { useConnection } from "@/app/connection";
import { Page } from "@/app/page";
import { dashboardAddress } from "@/shared/addresses";

export default function ListingPage() {
  const connection = useConnection();
  return (
    <Page title="Listing" breadcrumbs={[{ text: "Dashboard", href: dashboardAddress(connection) }]}>
      To come.
    </Page>
  );
}
