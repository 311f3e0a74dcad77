/** What can go wrong with a call, in words for the person who waits for it. */
import type { components } from "./generated";

type Refusal = components["schemas"]["Problem"];

export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(
    message: string,
    /** 0 where no answer came. */
    readonly status: number,
    readonly faults: readonly string[] = [],
    /** What `faults` are about. */
    readonly fields: readonly string[] = [],
  ) {
    super(message);
  }

  /** Whether asking again may help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const SAYS: Readonly<Record<number, string>> = {
  401: "Your sign-in has ended. Sign in again to go on.",
  403: "Your user's group may not do this. An operator or an administrator can.",
  429: "Too many requests at once. Wait a moment and try again.",
  500: "Something went wrong inside the connector. Try again; if it stays, the log of the function “api” has the cause.",
  503: "The connector's table did not answer. Try again in a moment.",
};

export async function problemOf(answer: Response): Promise<ApiProblem> {
  const said = await refusalOf(answer);
  const usual = SAYS[answer.status] ?? `The connector answered with status ${answer.status}.`;
  const faults = said.errors?.map((fault) => `${fault.field}${fault.value && ` “${fault.value}”`}: ${fault.message}`);
  const fields = said.errors?.map(({ field }) => field);
  return new ApiProblem(said.detail ?? usual, answer.status, faults, fields);
}

async function refusalOf(answer: Response): Promise<Partial<Refusal>> {
  if (!answer.headers.get("content-type")?.includes("problem+json")) return {};
  return (await answer.json()) as Partial<Refusal>;
}

export function unanswered(cause: unknown): ApiProblem {
  const slow = cause instanceof DOMException && cause.name === "TimeoutError";
  return slow
    ? new ApiProblem("The connector did not answer within 20 seconds. Try again.", 0)
    : new ApiProblem("The connector cannot be reached. Check your network and try again.", 0);
}
