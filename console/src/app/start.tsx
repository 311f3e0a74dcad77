/** The console's first address: leads to the only connection, or offers the choice. */
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { Navigate } from "react-router";

import { api } from "@/api/client";
import { dashboardAddress } from "@/shared/addresses";
import { Go } from "@/shared/go";
import { Problem } from "@/shared/problem";

import { Top } from "./top";

export function Start() {
  const { data, error, refetch } = api.useQuery("get", "/api/v1/connections");
  const [first, ...others] = data?.connections ?? [];
  if (first !== undefined && others.length === 0) return <Navigate to={dashboardAddress(first.connection)} replace />;
  return (
    <>
      <Top />
      <Box margin="xxl">
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!error && data === undefined && <Spinner size="large" />}
        {data && (
          <Container header={<Header variant="h1">Connections</Header>}>
            {first === undefined && "There is no connection yet. docs/operations.md says how one is registered."}
            <SpaceBetween size="xs">
              {data.connections.map((one) => (
                <SpaceBetween key={one.connection} size="s" direction="horizontal">
                  <Go to={dashboardAddress(one.connection)}>{one.connection}</Go>
                  {one.needs_reconnect !== "" && <StatusIndicator type="error">Disconnected</StatusIndicator>}
                  {!one.active && <StatusIndicator type="stopped">Switched off</StatusIndicator>}
                </SpaceBetween>
              ))}
            </SpaceBetween>
          </Container>
        )}
      </Box>
    </>
  );
}
