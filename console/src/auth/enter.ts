/** What to do when the page has been loaded: go in, go to the hosted page, or say why neither is possible. */
import { loadConfig } from "./config";
import { Session, SignedOutError } from "./session";
import { may, type User } from "./tokens";

export type Entrance =
  | { readonly at: "leaving" }
  | { readonly at: "in"; readonly session: Session; readonly user: User }
  | { readonly at: "out"; readonly header: string; readonly says: string; readonly wayOn: WayOn };

interface WayOn {
  readonly text: string;
  readonly go: () => void;
}

export async function enter(): Promise<Entrance> {
  let session: Session | undefined;
  try {
    session = new Session(await loadConfig());
    return await enterAs(session);
  } catch (cause) {
    if (session !== undefined && cause instanceof SignedOutError) return signedOut(session, cause.message);
    return unreachable(cause);
  }
}

async function enterAs(session: Session): Promise<Entrance> {
  const address = new URL(location.href);
  const user = await session.resume(address);
  if (user === null) {
    location.assign(await session.begin(cleanAddress()));
    return { at: "leaving" };
  }
  if (address.searchParams.has("code")) history.replaceState(null, "", session.wanted());
  return may(user, "viewer") ? { at: "in", session, user } : withoutGroup(session, user);
}

function withoutGroup(session: Session, { email }: User): Entrance {
  return {
    at: "out",
    header: "You have no access yet",
    says: `${email} is in no group. Ask an administrator to put you into one, then sign in again.`,
    wayOn: { text: "Sign out", go: () => location.assign(session.signOut()) },
  };
}

function signedOut(session: Session, says: string): Entrance {
  history.replaceState(null, "", cleanAddress());
  const go = () => void session.begin(cleanAddress()).then((page) => location.assign(page));
  return { at: "out", header: "You are not signed in", says, wayOn: { text: "Sign in", go } };
}

function unreachable(cause: unknown): Entrance {
  const why = cause instanceof Error ? ` (${cause.message})` : "";
  return {
    at: "out",
    header: "The console cannot be opened",
    says: `The connector or its sign-in page does not answer${why}. Check your network and try again.`,
    wayOn: { text: "Try again", go: () => location.reload() },
  };
}

/** Where the page is, without what the hosted page has added to it. */
function cleanAddress(): string {
  const address = new URL(location.href);
  for (const name of ["code", "state", "error", "error_description"]) address.searchParams.delete(name);
  return address.pathname + address.search + address.hash;
}
