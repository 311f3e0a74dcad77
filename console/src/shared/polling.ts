/** How often what is shown is asked for again. A page that nobody sees asks for nothing: react-query stops then. */

export const WHILE_RUNNING = 2000;
export const WHEN_QUIET = 30_000;

export function polling(running: boolean): number {
  return running ? WHILE_RUNNING : WHEN_QUIET;
}
