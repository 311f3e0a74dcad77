/** The errors by their cause: first those that need a person, then those that the connector tries again by itself. */
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { api } from "@/api/client";
import type { CauseLine, ErrorList } from "@/api/words";
import { useTrigger } from "@/app/use-trigger";
import { useMay } from "@/auth/gate";
import { Loading } from "@/shared/loading";
import { polling } from "@/shared/polling";
import { PlainTable } from "@/shared/plain-table";
import { Problem } from "@/shared/problem";

import { needColumns, retryColumns } from "./cause-columns";
import { Few } from "./few";
import { type Cause, countOf, together } from "./together";

interface CausesProps {
  readonly connection: string;
  readonly errors: ReturnType<typeof useErrors>;
}

/** Errors by their cause: asked for often while something runs. */
export function useErrors(connection: string, running: boolean) {
  return api.useQuery(
    "get",
    "/api/v1/connections/{connection}/errors",
    { params: { path: { connection } } },
    { refetchInterval: polling(running) },
  );
}

/** How many records wait for a person. */
export function waitingForPerson(list: ErrorList | undefined): number {
  return countOf(list?.causes.filter((cause) => cause.needs_person) ?? []);
}

export function Causes({ connection, errors: { data, error, refetch } }: CausesProps) {
  if (error) return <Problem header="The errors could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what="the errors" />;
  return <Grouped connection={connection} list={data} />;
}

function Grouped({ connection, list }: { connection: string; list: ErrorList }) {
  const needed = list.causes.filter((cause) => cause.needs_person);
  const retried = list.causes.filter((cause) => !cause.needs_person);
  return (
    <SpaceBetween size="m">
      {needed.length === 0 ? <NothingNeeded /> : <Needed connection={connection} causes={needed} list={list} />}
      {retried.length > 0 && (
        <Container
          header={
            <Header
              counter={`(${total(retried)})`}
              description="Nothing to do here: what failed for a passing reason is tried again with the next cycle."
            >
              Retrying by itself
            </Header>
          }
        >
          <Few of={together(retried)}>
            {(causes) => (
              <PlainTable label="Retrying by itself" items={causes} keyOf={keyOf} columns={retryColumns(connection)} />
            )}
          </Few>
        </Container>
      )}
    </SpaceBetween>
  );
}

function Needed({ connection, causes, list }: { connection: string; causes: CauseLine[]; list: ErrorList }) {
  const { start, starting } = useTrigger();
  const may = useMay("operator");
  const retry = (lines: Cause) => {
    for (const { kind, cause } of lines)
      start({ action: "retry", kind, chosen: { filter: { status: "Error", cause } } });
  };
  return (
    <Container
      header={
        <Header counter={`(${total(causes)})`} description={`One line for each cause. ${advice(may)}${unseen(list)}`}>
          Needs you
        </Header>
      }
    >
      <Few of={together(causes)}>
        {(some) => (
          <PlainTable
            label="Needs you"
            items={some}
            keyOf={keyOf}
            columns={needColumns(connection, may ? { retry, starting } : null)}
          />
        )}
      </Few>
    </Container>
  );
}

function keyOf([{ cause }]: Cause): string {
  return cause;
}

function advice(may: boolean): string {
  return may ? "Put it right, then retry all records that it holds up." : "An operator can retry them.";
}

/** The newest errors are counted; where there are more, the numbers are "at least". */
function unseen({ complete, errors, examined }: ErrorList): string {
  if (complete) return "";
  return ` Only the newest ${examined.toLocaleString("en-GB")} of ${errors.toLocaleString("en-GB")} errors are counted here.`;
}

function total(causes: readonly CauseLine[]): string {
  const count = countOf(causes).toLocaleString("en-GB");
  return causes.some((cause) => cause.at_least) ? `${count}+` : count;
}

function NothingNeeded() {
  return (
    <Container header={<Header variant="h2">Needs you</Header>}>
      <StatusIndicator type="success">
        Nothing. Records that fail for a reason that only a person can put right are gathered here by their cause.
      </StatusIndicator>
    </Container>
  );
}
