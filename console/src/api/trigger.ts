/** What people can start. Each answers at once with the run that does it. */
import { client } from "./client";
import type { components } from "./generated";
import type { Accepted, EntryLine, KindName } from "./words";

/** What a person decides about a record that stands apart. */
export type Way = "reapply" | "accept" | "post-anew" | "credit" | "leave" | TwinWay;
/** Of a payment that looks like one in the other system: it is that one, or another. */
export type TwinWay = "link" | "separate";
export type RecordAction = "fetch" | "post" | "archive" | "unarchive" | "retry" | Way;
export type BulkAction = "retry" | "archive" | Way;
export type Selection =
  { readonly ids: readonly string[] } | { readonly filter: Readonly<components["schemas"]["SelectionFilter"]> };

export type Trigger =
  | { readonly action: "sync" }
  | { readonly action: "verify" }
  | { readonly action: "mark"; readonly what: EntryLine["what"]; readonly entry: string }
  | { readonly action: "fetch" | "post"; readonly kind: KindName }
  | {
      readonly action: RecordAction;
      readonly kind: KindName;
      readonly id: string;
      /** The payment in the other system that a person has seen. */
      readonly other?: string;
    }
  | { readonly action: BulkAction; readonly kind: KindName; readonly chosen: Selection };

export async function start(connection: string, trigger: Trigger): Promise<Accepted> {
  const { data } = await send(connection, trigger);
  if (data === undefined) throw new Error("the API accepted without naming a run");
  return data;
}

function send(connection: string, trigger: Trigger) {
  if (trigger.action === "sync" || trigger.action === "verify") {
    return client.POST(`/api/v1/connections/{connection}/${trigger.action}`, { params: { path: { connection } } });
  }
  if (trigger.action === "mark") {
    const { what, entry } = trigger;
    return client.POST("/api/v1/connections/{connection}/entries/{what}/{entry_id}/mark", {
      params: { path: { connection, what, entry_id: entry } },
    });
  }
  const { kind } = trigger;
  if ("chosen" in trigger) {
    return client.POST(`/api/v1/connections/{connection}/{kind}/${trigger.action}`, {
      params: { path: { connection, kind } },
      body: bodyOf(trigger.chosen),
    });
  }
  if ("id" in trigger && isOfTwin(trigger.action)) {
    return client.POST(`/api/v1/connections/{connection}/{kind}/{record_id}/${trigger.action}`, {
      params: { path: { connection, kind, record_id: trigger.id } },
      body: { other: trigger.other ?? "" },
    });
  }
  if ("id" in trigger) {
    return client.POST(`/api/v1/connections/{connection}/{kind}/{record_id}/${trigger.action}`, {
      params: { path: { connection, kind, record_id: trigger.id } },
    });
  }
  return client.POST(`/api/v1/connections/{connection}/{kind}/${trigger.action}`, {
    params: { path: { connection, kind } },
  });
}

function bodyOf(chosen: Selection) {
  return "ids" in chosen ? { ids: [...chosen.ids] } : { filter: { ...chosen.filter } };
}

function isOfTwin(action: RecordAction): action is TwinWay {
  return action === "link" || action === "separate";
}
