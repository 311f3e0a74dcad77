/** The flash bar: messages, and each followed run with where it is. */
import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { api } from "@/api/client";
import type { Health, RunDetail, Summary } from "@/api/words";
import { runAddress } from "@/shared/addresses";
import { Go } from "@/shared/go";
import { hasEnded } from "@/shared/runs";

import { type Followed, useFlash } from "./flash";
import { told } from "./followed-run";

const EVERY = 2000;
const GUIDE = "The guide “Operations” says how.";

export function Flashes({ summary }: { summary: Summary | undefined }) {
  const { said, followed, dismiss } = useFlash();
  const details = useFollowed(followed);
  const runs = followed.map((one, index): FlashbarProps.MessageDefinition =>
    item(one, details[index] ?? {}, summary?.running ?? ""),
  );
  const messages = said.map((flash): FlashbarProps.MessageDefinition => ({ ...flash }));
  const items = [
    ...stopped(summary?.health),
    ...[...runs, ...messages].map((one) => ({ ...one, dismissible: true, onDismiss: () => dismiss(one.id ?? "") })),
  ];
  return <Flashbar items={items} stackItems={items.length > 3} />;
}

/** On every page, until both systems let us in and are the right ones. */
function stopped(health: Health | undefined): FlashbarProps.MessageDefinition[] {
  if (health?.word === "wrong_books")
    return [{ id: "wrong-books", type: "error", header: "Wrong books", content: `${health.sentence} ${GUIDE}` }];
  if (!health?.needs_reconnect) return [];
  const says = `${health.sentence} Until then nothing is carried over. ${GUIDE}`;
  return [{ id: "disconnected", type: "error", header: "Disconnected", content: says }];
}

/** What the API last said of a run; `lost` while it does not answer. */
interface Seen {
  readonly detail?: RunDetail | undefined;
  readonly lost?: boolean;
}

function item(followed: Followed, { detail, lost }: Seen, running: string): FlashbarProps.MessageDefinition {
  const { connection, run, what, accepted } = followed;
  const behind = accepted.status === "WAITING" && !hasBegun(detail) && running !== run ? running : "";
  const { type, says } = told(detail, accepted, lost);
  return {
    id: run,
    type,
    loading: type === "in-progress",
    header: what,
    content: (
      <>
        {says}{" "}
        {behind && (
          <>
            <Go to={runAddress(connection, behind)} color="inverted">
              See what is running
            </Go>{" "}
          </>
        )}
        <Go to={runAddress(connection, run)} color="inverted">
          See the run
        </Go>
      </>
    ),
  };
}

function hasBegun(detail: RunDetail | undefined): boolean {
  return detail !== undefined && detail.run.status !== "WAITING";
}

/** Ask for each until it has ended; then whatever it may have changed is asked for again. */
function useFollowed(followed: readonly Followed[]): Seen[] {
  const queries = useQueryClient();
  const ended = useRef(new Set<string>());
  const found = useQueries({
    queries: followed.map(({ connection, run }) => ({
      ...api.queryOptions("get", "/api/v1/connections/{connection}/runs/{run_id}", {
        params: { path: { connection, run_id: run } },
      }),
      refetchInterval: (query: { state: { data?: RunDetail | undefined } }) =>
        hasEnded(query.state.data?.run) ? false : EVERY,
    })),
  });
  const seen = found.map((one): Seen => ({ detail: one.data, lost: one.isError }));
  const over = seen.flatMap(({ detail }) => (detail && hasEnded(detail.run) ? [detail.run.run] : [])).join(" ");
  useEffect(() => {
    const fresh = over.split(" ").filter((run) => run !== "" && !ended.current.has(run));
    for (const run of fresh) ended.current.add(run);
    if (fresh.length > 0) void queries.invalidateQueries();
  }, [over, queries]);
  return seen;
}
