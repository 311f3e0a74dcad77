import { useConnection } from "@/app/connection";
import { Page } from "@/app/page";
import { dashboardAddress } from "@/shared/addresses";

export default function SettingsPage() {
  const connection = useConnection();
  return (
    <Page title="Settings" breadcrumbs={[{ text: "Dashboard", href: dashboardAddress(connection) }]}>
      To come.
    </Page>
  );
}
