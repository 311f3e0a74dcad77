import Box from "@cloudscape-design/components/box";

import { Go } from "@/shared/go";

import { Page } from "./page";

export function NotFound() {
  return (
    <Page title="There is no such page" breadcrumbs={[]}>
      <Box>
        The address leads nowhere. <Go to="/">Go to the dashboard</Go>
      </Box>
    </Page>
  );
}
