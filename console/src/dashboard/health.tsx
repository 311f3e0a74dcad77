/** How the connection is, in one word with its reason; when it last ran and runs next; what may still be called today. */
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Icon from "@cloudscape-design/components/icon";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import type { Summary } from "@/api/words";
import { runAddress } from "@/shared/addresses";
import { Go } from "@/shared/go";
import { RunStatus } from "@/shared/run-status";
import { type System, SYSTEMS } from "@/shared/steps";
import { When } from "@/shared/when";

import { callsLeft } from "./limits";
import { lookOf } from "./look";

export function HealthBox({ summary, waiting }: { summary: Summary; waiting: number }) {
  const { word, why, icon, variant, color } = lookOf(summary.health, waiting);
  return (
    <Container
      header={
        <Header variant="h2" description={why}>
          <Box variant="span" fontSize="heading-m" fontWeight="bold" color={color}>
            <Icon name={icon} variant={variant} size="medium" /> {word}
          </Box>
        </Header>
      }
    >
      <KeyValuePairs
        columns={4}
        items={[
          { label: "Last cycle", value: <LastCycle summary={summary} /> },
          { label: summary.running ? "Now" : "Next cycle", value: <NextCycle summary={summary} /> },
          { label: "Connected to", value: <Connected lost={summary.health.needs_reconnect} /> },
          { label: "Calls left", value: <CallsLeft summary={summary} /> },
        ]}
      />
    </Container>
  );
}

function LastCycle({ summary: { connection, last_cycle: last } }: { summary: Summary }) {
  if (last === null) return "None yet";
  return (
    <>
      <RunStatus status={last.status} errors={last.errors} />
      <div>
        <Go to={runAddress(connection, last.run)}>
          <When at={last.finished_at || last.started_at} />
        </Go>
      </div>
    </>
  );
}

function NextCycle({ summary }: { summary: Summary }) {
  const { connection, running, next_cycle_at: next, health, cycle_minutes: minutes } = summary;
  if (running !== "") return <Go to={runAddress(connection, running)}>A run is working: see it live</Go>;
  if (next !== "") return <When at={next} relative />;
  return health.active ? `When the schedule comes round: every ${minutes} minutes` : "None while it is switched off";
}

function Connected({ lost }: { lost: string }) {
  return (Object.keys(SYSTEMS) as System[]).map((system) => (
    <div key={system}>
      {system === lost ? (
        <StatusIndicator type="error">{SYSTEMS[system]}: connect it again</StatusIndicator>
      ) : (
        <StatusIndicator type="success">{SYSTEMS[system]}</StatusIndicator>
      )}
    </div>
  ));
}

function CallsLeft({ summary }: { summary: Summary }) {
  const left = callsLeft(summary.limits);
  if (left.length === 0) return "Not known before the first cycle";
  return (
    <>
      {left.map((sentence) => (
        <div key={sentence}>{sentence}</div>
      ))}
      <Box variant="small">
        as of <When at={summary.limits_seen_at} />
      </Box>
    </>
  );
}
