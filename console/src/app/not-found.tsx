import Alert from "@cloudscape-design/components/alert";

import { Go } from "@/shared/go";

export function NotFound() {
  return (
    <Alert type="info" header="There is no such page">
      The address leads nowhere. <Go to="/">Go to the dashboard</Go>
    </Alert>
  );
}
