/** Nothing of the console shows before somebody has signed in. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Spinner from "@cloudscape-design/components/spinner";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

import { enter, type Entrance } from "./enter";
import type { Session } from "./session";
import { type Group, may, type User } from "./tokens";

interface SignedIn {
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

/** `onSignedIn` is told whose session it is, before anything is drawn that needs it. */
export function Gate({ children, onSignedIn }: { children: ReactNode; onSignedIn: (session: Session) => void }) {
  const [entrance, setEntrance] = useState<Entrance>({ at: "leaving" });

  useEffect(() => {
    let gone = false;
    void once().then((next) => {
      if (gone) return;
      if (next.at === "in") onSignedIn(next.session);
      setEntrance(next);
    });
    return () => {
      gone = true;
    };
  }, [onSignedIn]);

  if (entrance.at === "in") return <Context value={entrance}>{children}</Context>;
  if (entrance.at === "leaving") return <Leaving />;
  const { header, says, wayOn } = entrance;
  return (
    <main className="alone">
      <Alert type="warning" header={<h1>{header}</h1>} action={<Button onClick={wayOn.go}>{wayOn.text}</Button>}>
        {says}
      </Alert>
    </main>
  );
}

function Leaving() {
  return (
    <main className="alone">
      <Box textAlign="center" color="text-body-secondary">
        <Spinner size="large" /> <div role="status">Signing you in…</div>
      </Box>
    </main>
  );
}

let entering: Promise<Entrance> | null = null;

/** Once per page load, however often the gate is drawn: a code can be used only once. */
function once(): Promise<Entrance> {
  entering ??= enter();
  return entering;
}
