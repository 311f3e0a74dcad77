import Box from "@cloudscape-design/components/box";
import type { TableProps } from "@cloudscape-design/components/table";
import { Fragment } from "react";

import type { RunStep } from "@/api/words";
import { listingAddress } from "@/shared/addresses";
import { Go } from "@/shared/go";
import { Hint } from "@/shared/hint";
import { StepState } from "@/shared/run-status";
import { sentence } from "@/shared/sentence";
import { stepKinds, stepTitle, SYSTEMS } from "@/shared/steps";
import { duration } from "@/shared/times";
import { When } from "@/shared/when";

interface StepProps {
  readonly connection: string;
  readonly step: RunStep;
}

export function stepColumns(connection: string): TableProps.ColumnDefinition<RunStep>[] {
  return [
    {
      id: "step",
      header: "Step",
      isRowHeader: true,
      minWidth: 300,
      cell: (step) => <Step connection={connection} step={step} />,
    },
    {
      id: "state",
      header: "State",
      minWidth: 175,
      cell: (step) => <StepState state={step.state} errors={step.errors} />,
    },
    { id: "fetched", header: "Fetched", cell: (step) => <Number count={step.fetched} /> },
    { id: "posted", header: "Posted", cell: (step) => <Number count={step.posted} /> },
    { id: "errors", header: "Errors", cell: (step) => <Number count={step.errors} /> },
    { id: "calls", header: "Calls", minWidth: 120, cell: calls },
    { id: "seconds", header: "Took", minWidth: 70, cell: (step) => (isOver(step) ? duration(step.seconds) : <None />) },
  ];
}

function isOver({ state }: RunStep): boolean {
  return state !== "waiting" && state !== "running" && state !== "skipped";
}

function Step({ connection, step }: StepProps) {
  return (
    <>
      <span title={step.does}>{stepTitle(step)}</span>
      {step.changed > 0 && <div>{step.changed.toLocaleString("en-GB")} records changed</div>}
      {step.problem !== "" && <Box color="text-status-error">{sentence(step.problem)}</Box>}
      <SeeErrors connection={connection} step={step} />
      <Hint text={step.hint} />
      {step.resumes_at !== "" && (
        <Box color="text-status-warning">
          Goes on by itself: <When at={step.resumes_at} relative />
        </Box>
      )}
    </>
  );
}

function Number({ count }: { count: number }) {
  return count === 0 ? <None text="0" /> : count.toLocaleString("en-GB");
}

function None({ text = "–" }: { text?: string }) {
  return <span className="none">{text}</span>;
}

/** Where the records are that the step could not do; a step of two kinds leads to both. */
function SeeErrors({ connection, step }: StepProps) {
  const kinds = stepKinds(step.step);
  if (step.errors === 0 || kinds.length === 0) return null;
  return (
    <Box variant="small" display="block">
      See the errors:{" "}
      {kinds.map((kind, at) => (
        <Fragment key={kind.path}>
          {at > 0 && ", "}
          <Go fontSize="inherit" to={listingAddress(connection, kind.path, { status: "Error" })}>
            {kind.plural}
          </Go>
        </Fragment>
      ))}
    </Box>
  );
}

function calls(step: RunStep) {
  const made = Object.entries(step.calls).filter(([, count]) => count > 0);
  if (made.length === 0) return <None text="0" />;
  return made.map(([system, count]) => (
    <div key={system}>
      {(SYSTEMS as Readonly<Record<string, string>>)[system] ?? system} {count.toLocaleString("en-GB")}
    </div>
  ));
}
