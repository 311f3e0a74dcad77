/** Messages at the top of the page: what was just done, and the runs that are being followed. */
import type { FlashbarProps } from "@cloudscape-design/components/flashbar";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";

import type { Accepted } from "@/api/words";

export type Flash = Pick<FlashbarProps.MessageDefinition, "type" | "header" | "content"> & { readonly id?: string };

/** A run that somebody started here; it is shown until it has ended and has been put away. */
export interface Followed {
  readonly connection: string;
  readonly run: string;
  readonly what: string;
  readonly accepted: Accepted;
}

interface Flashes {
  readonly said: readonly (Flash & { readonly id: string })[];
  readonly followed: readonly Followed[];
  /** Show a message; one with the same id is replaced. */
  readonly say: (flash: Flash) => void;
  readonly follow: (run: Followed) => void;
  readonly dismiss: (id: string) => void;
}

const Context = createContext<Flashes | null>(null);

export function useFlash(): Flashes {
  const flashes = useContext(Context);
  if (flashes === null) throw new Error("used outside of the flash provider");
  return flashes;
}

export function FlashProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState<Flashes["said"]>([]);
  const [followed, setFollowed] = useState<readonly Followed[]>([]);

  const say = useCallback((flash: Flash) => {
    const id = flash.id ?? crypto.randomUUID();
    setSaid((all) => [{ ...flash, id }, ...all.filter((one) => one.id !== id)]);
  }, []);
  const follow = useCallback((run: Followed) => {
    setFollowed((all) => [run, ...all.filter((one) => one.run !== run.run)]);
  }, []);
  const dismiss = useCallback((id: string) => {
    setSaid((all) => all.filter((one) => one.id !== id));
    setFollowed((all) => all.filter((one) => one.run !== id));
  }, []);

  const flashes = useMemo(() => ({ said, followed, say, follow, dismiss }), [said, followed, say, follow, dismiss]);
  return <Context value={flashes}>{children}</Context>;
}
