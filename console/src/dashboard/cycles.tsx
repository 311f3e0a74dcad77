/** The last cycles as a chart: what each fetched and posted, and how many errors it left. */
import BarChart, { type BarChartProps } from "@cloudscape-design/components/bar-chart";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";

import { api } from "@/api/client";
import type { RunLine } from "@/api/words";
import { runAddress, runsAddress } from "@/shared/addresses";
import { Go } from "@/shared/go";
import { Loading } from "@/shared/loading";
import { polling } from "@/shared/polling";
import { Problem } from "@/shared/problem";
import { RunStatus } from "@/shared/run-status";
import { hasEnded } from "@/shared/runs";
import { shortly } from "@/shared/times";

const MOST = 20;
const LOOKED_AT = 60; // runs: those that people started stand between the cycles
const SERIES = [
  ["Fetched", "fetched", "#688ae8"],
  ["Posted", "posted", "#2ea597"],
  ["Errors", "errors", "#d63f38"],
] as const;

export default function Cycles({ connection, running }: { connection: string; running: boolean }) {
  const { data, error, refetch } = api.useQuery(
    "get",
    "/api/v1/connections/{connection}/runs",
    { params: { path: { connection }, query: { limit: LOOKED_AT } } },
    { refetchInterval: polling(running) },
  );
  const cycles = lastCycles(data?.runs ?? []);
  return (
    <Container header={<Header actions={<Go to={runsAddress(connection)}>All runs</Go>}>Last cycles</Header>}>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading what="the last cycles" />}
      {data && cycles.length === 0 && (
        <Box color="text-body-secondary">No cycle has ended yet. The first one appears here.</Box>
      )}
      {cycles.length > 0 && <Chart connection={connection} cycles={cycles} />}
    </Container>
  );
}

/** Oldest first, as a chart is read. */
function lastCycles(runs: readonly RunLine[]): RunLine[] {
  return runs
    .filter((run) => (run.action === "cycle" || run.action === "sync") && hasEnded(run))
    .slice(0, MOST)
    .reverse();
}

function Chart({ connection, cycles }: { connection: string; cycles: readonly RunLine[] }) {
  const byRun = new Map(cycles.map((cycle) => [cycle.run, cycle]));
  const series = SERIES.map(([title, count, color]): BarChartProps<string>["series"][number] => ({
    type: "bar",
    title,
    color,
    data: cycles.map((cycle) => ({ x: cycle.run, y: cycle[count] })),
  }));
  const label = (run: string) => {
    const cycle = byRun.get(run);
    return shortly(new Date(cycle?.started_at ?? 0)) + (cycle?.status === "FAILED" ? "\nfailed" : "");
  };
  return (
    <BarChart
      series={series}
      height={180}
      hideFilter
      xScaleType="categorical"
      xTitle="Cycle began"
      yTitle="Records"
      ariaLabel="Records that each of the last cycles fetched and posted, and errors"
      i18nStrings={{ xTickFormatter: label }}
      detailPopoverFooter={(run) => {
        const cycle = byRun.get(run);
        if (cycle === undefined) return null;
        return (
          <>
            <RunStatus status={cycle.status} errors={cycle.errors} />
            <div>
              <Go to={runAddress(connection, run)}>See the run</Go>
            </div>
          </>
        );
      }}
    />
  );
}
