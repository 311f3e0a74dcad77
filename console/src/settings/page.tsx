/** The settings in force, to read and to keep: they are changed with the command that docs/operations.md describes. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { api } from "@/api/client";
import { ApiProblem } from "@/api/problem";
import type { SettingsAnswer } from "@/api/words";
import { useConnection } from "@/app/connection";
import { Page } from "@/app/page";
import { dashboardAddress, settingsAddress } from "@/shared/addresses";
import { download } from "@/shared/download";
import { Loading } from "@/shared/loading";
import { type Column, PlainTable } from "@/shared/plain-table";
import { Problem } from "@/shared/problem";
import { When } from "@/shared/when";

import { type Group, groupsOf, type Row } from "./groups";

export default function SettingsPage() {
  const connection = useConnection();
  const { data, error, refetch } = api.useQuery("get", "/api/v1/connections/{connection}/settings", {
    params: { path: { connection } },
  });
  const none = error instanceof ApiProblem && error.fields.includes("settings");
  return (
    <Page
      title="Settings"
      description={data && <Saved answer={data} />}
      breadcrumbs={[
        { text: "Dashboard", href: dashboardAddress(connection) },
        { text: "Settings", href: settingsAddress(connection) },
      ]}
      actions={
        data && (
          <Button
            iconName="download"
            onClick={() => download(`${connection}-settings-${data.version}.json`, "application/json", pretty(data))}
          >
            Download as JSON
          </Button>
        )
      }
    >
      <SpaceBetween size="l">
        {none && <NoSettings />}
        {error && !none && <Problem error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading what="the settings" />}
        {data && (
          <Alert type="info">
            Settings are shown here, not changed. To change them, correct the downloaded file and load it with the
            command that the guide “Operations” describes; every code is checked against Xero and Brightpearl first.
          </Alert>
        )}
        {data && (
          <div className="groups">
            {groupsOf(data.settings).map((group) => (
              <GroupBox key={group.title} group={group} />
            ))}
          </div>
        )}
      </SpaceBetween>
    </Page>
  );
}

function NoSettings() {
  return (
    <Alert type="info" header="No settings yet">
      Settings say which account, tax rate and payment method of Xero stands for which of Brightpearl. Until there are
      some, nothing is carried over for this connection. An engineer loads them with the command that connects both
      systems; the guide “Operations” has it, and an example to start from.
    </Alert>
  );
}

function Saved({ answer: { version, saved_by: by, saved_at: at } }: { answer: SettingsAnswer }) {
  return (
    <>
      Version {version}, saved <When at={at} /> by {by || "somebody"}.
    </>
  );
}

function pretty({ settings }: SettingsAnswer): string {
  return `${JSON.stringify(settings, null, 2)}\n`;
}

function GroupBox({ group: { title, about, heads, rows } }: { group: Group }) {
  return (
    <div className="group">
      <Container
        header={
          <Header variant="h2" description={about}>
            {title}
          </Header>
        }
      >
        <PlainTable label={title} items={rows} keyOf={([name]) => name} columns={columnsOf(heads)} />
      </Container>
    </div>
  );
}

function columnsOf([name, value]: Group["heads"]): Column<Row>[] {
  return [
    { id: "name", header: name, names: true, cell: (row) => row[0] },
    { id: "value", header: value, cell: (row) => row[1] },
  ];
}
