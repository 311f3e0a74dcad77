/** Steps in words, from their names: verb, system, subject. */
import type { KindName, RunStep } from "@/api/words";

import { type Kind, KINDS } from "./kinds";
import { capital } from "./sentence";

export type System = "brightpearl" | "xero";

export const SYSTEMS: Readonly<Record<System, string>> = { brightpearl: "Brightpearl", xero: "Xero" };

/** Documents are fetched and posted with their credits; any other subject is the name of its kind. */
const TOGETHER: Readonly<Record<string, readonly KindName[]>> = {
  purchases: ["purchase-invoices", "purchase-credits"],
  sales: ["sales-invoices", "sales-credits"],
};

/** "Fetch sales payments from Xero", "Post purchases to Xero"; a step with another name goes by what it does. */
export function stepTitle({ step, does }: Pick<RunStep, "step" | "does">): string {
  const [verb, system, ...subject] = step.split("_");
  if (!isSystem(system)) return capital(does || step.replaceAll("_", " "));
  const what = subject.join(" ");
  return verb === "fetch" ? `Fetch ${what} from ${SYSTEMS[system]}` : `Post ${what} to ${SYSTEMS[system]}`;
}

/** The kinds that a step fetches or posts. */
export function stepKinds(step: string): readonly Kind[] {
  const subject = step.split("_").slice(2).join("-");
  const paths: readonly string[] = TOGETHER[subject] ?? [subject];
  return KINDS.filter((kind) => paths.includes(kind.path));
}

function isSystem(name: string | undefined): name is System {
  return name === "brightpearl" || name === "xero";
}
