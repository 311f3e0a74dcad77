/** The connector's API, typed by its own document. Every call carries the token, ends after 20 seconds, and fails as `ApiProblem`. */
import createFetchClient from "openapi-fetch";
import createQueryClient from "openapi-react-query";

import type { Session } from "@/auth/session";
import { SignedOutError } from "@/auth/session";

import type { paths } from "./generated";
import { ApiProblem, problemOf, unanswered } from "./problem";

const PATIENCE = 20_000;

let session: Session | null = null;

/** Whose token the calls carry. */
export function callAs(whose: Session): void {
  session = whose;
}

export const client = createFetchClient<paths>({ baseUrl: location.origin, fetch: (request) => call(request) });

/** `api.useQuery("get", path, { params }, options)` and its siblings: react-query, keyed by path and parameters. */
export const api = createQueryClient(client);

async function call(request: Request): Promise<Response> {
  const again = request.clone();
  const first = await send(request);
  const answer = first.status === 401 ? await send(again) : first;
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

async function send(request: Request): Promise<Response> {
  const patience = AbortSignal.timeout(PATIENCE);
  try {
    const token = (await session?.token()) ?? "";
    request.headers.set("Authorization", `Bearer ${token}`);
    const answer = await fetch(request, { signal: AbortSignal.any([request.signal, patience]) });
    if (answer.status === 401) session?.refused(token);
    return answer;
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    if (cause instanceof SignedOutError) throw new ApiProblem(cause.message, 401);
    throw unanswered(cause);
  }
}
