/** Light or dark: as the system has it, until somebody chooses; the choice is remembered in this browser. */
import { applyMode, Mode } from "@cloudscape-design/global-styles";
import { useEffect, useSyncExternalStore } from "react";

export type Choice = "system" | "light" | "dark";

const KEY = "mode";
const DARK = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function chosen(): Choice {
  const choice = localStorage.getItem(KEY);
  return choice === "light" || choice === "dark" ? choice : "system";
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function showMode(): void {
  const dark = chosen() === "dark" || (chosen() === "system" && DARK.matches);
  applyMode(dark ? Mode.Dark : Mode.Light);
  document.documentElement.style.colorScheme = dark ? "dark" : "light"; // scroll bars and what the browser draws itself
}

export function choose(choice: Choice): void {
  localStorage.setItem(KEY, choice);
  showMode();
  for (const listener of listeners) listener();
}

export function useMode(): Choice {
  useEffect(() => {
    DARK.addEventListener("change", showMode);
    return () => DARK.removeEventListener("change", showMode);
  }, []);
  return useSyncExternalStore(subscribe, chosen);
}
