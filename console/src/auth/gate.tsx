/** Nothing of the console shows before somebody has signed in. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Spinner from "@cloudscape-design/components/spinner";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

import { loadConfig } from "./config";
import { Session, SignedOutError } from "./session";
import { type Group, may, type User } from "./tokens";

export interface SignedIn {
  readonly session: Session;
  readonly user: User;
}

const Context = createContext<SignedIn | null>(null);

export function useSignedIn(): SignedIn {
  const signedIn = useContext(Context);
  if (signedIn === null) throw new Error("used outside of the gate");
  return signedIn;
}

/** Whether buttons that need this group are of use to whoever is signed in. */
export function useMay(need: Group): boolean {
  return may(useSignedIn().user, need);
}

type State = { at: "opening" } | { at: "in"; signedIn: SignedIn } | { at: "refused"; says: string; session?: Session };

/** `onSignedIn` is told whose session it is, before anything is drawn that needs it. */
export function Gate({ children, onSignedIn }: { children: ReactNode; onSignedIn: (session: Session) => void }) {
  const [state, setState] = useState<State>({ at: "opening" });

  useEffect(() => {
    let gone = false;
    void open().then((next) => {
      if (gone) return;
      if (next.at === "in") onSignedIn(next.signedIn.session);
      setState(next);
    });
    return () => {
      gone = true;
    };
  }, [onSignedIn]);

  if (state.at === "in") return <Context value={state.signedIn}>{children}</Context>;
  if (state.at === "refused") return <Refused says={state.says} session={state.session} />;
  return (
    <Box margin="xxxl" textAlign="center" color="text-body-secondary">
      <Spinner size="large" /> <div role="status">Signing you in…</div>
    </Box>
  );
}

export function Refused({ says, session }: { says: string; session?: Session | undefined }) {
  const again = () => {
    if (session === undefined) location.reload();
    else void session.begin(cleanAddress()).then((page) => location.assign(page));
  };
  return (
    <Box margin="xxxl">
      <Alert
        type="warning"
        header="You are not signed in"
        action={<Button onClick={again}>{session === undefined ? "Try again" : "Sign in"}</Button>}
      >
        {says}
      </Alert>
    </Box>
  );
}

const NO_GROUP = "{} is in no group yet. Ask an administrator to put you into one, then sign in again.";

let opening: Promise<State> | null = null;

/** Once per page load, however often the gate is drawn: a code can be used only once. */
function open(): Promise<State> {
  opening ??= enter();
  return opening;
}

async function enter(): Promise<State> {
  let session: Session | undefined;
  try {
    session = new Session(await loadConfig());
    const address = new URL(location.href);
    const user = await session.resume(address);
    if (user === null) {
      location.assign(await session.begin(cleanAddress()));
      return { at: "opening" };
    }
    if (!may(user, "viewer")) return { at: "refused", says: NO_GROUP.replace("{}", user.email), session };
    if (address.searchParams.has("code")) history.replaceState(null, "", session.wanted());
    return { at: "in", signedIn: { session, user } };
  } catch (cause) {
    const says = cause instanceof Error ? cause.message : String(cause);
    if (session === undefined || cause instanceof SignedOutError) history.replaceState(null, "", cleanAddress());
    return session === undefined ? { at: "refused", says } : { at: "refused", says, session };
  }
}

/** Without what the hosted page has added to it. */
function cleanAddress(): string {
  const address = new URL(location.href);
  for (const name of ["code", "state", "error", "error_description"]) address.searchParams.delete(name);
  return address.pathname + address.search + address.hash;
}
