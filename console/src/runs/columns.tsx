import type { TableProps } from "@cloudscape-design/components/table";

import type { RunLine } from "@/api/words";
import { runAddress } from "@/shared/addresses";
import { Go } from "@/shared/go";
import { RunStatus } from "@/shared/run-status";
import { describe, hasEnded, resultOf, secondsOf } from "@/shared/runs";
import { duration } from "@/shared/times";
import { When } from "@/shared/when";

export function columns(connection: string): TableProps.ColumnDefinition<RunLine>[] {
  return [
    {
      id: "what",
      header: "Run",
      minWidth: 145,
      isRowHeader: true,
      cell: (run) => <Go to={runAddress(connection, run.run)}>{describe(run)}</Go>,
    },
    {
      id: "status",
      header: "Status",
      minWidth: 175,
      cell: (run) => <RunStatus status={run.status} errors={run.errors} />,
    },
    { id: "began", header: "Began", minWidth: 175, cell: (run) => <When at={run.started_at} /> },
    { id: "took", header: "Took", cell: (run) => <Took run={run} /> },
    { id: "by", header: "Started by", cell: (run) => startedBy(run.by) },
    {
      id: "result",
      header: "Result",
      cell: (run) => (hasEnded(run) ? resultOf(run) : <span className="none">–</span>),
    },
  ];
}

export function startedBy(by: string): string {
  return by === "schedule" ? "Schedule" : by || "–";
}

function Took({ run }: { run: RunLine }) {
  const seconds = secondsOf(run);
  return seconds === null ? <span className="none">–</span> : duration(seconds);
}
