/** Where people sign in, as the stack that serves this page says. */

export interface SignInConfig {
  /** The hosted page's address, without a path. */
  readonly sign_in: string;
  readonly client_id: string;
  readonly region: string;
}

export async function loadConfig(): Promise<SignInConfig> {
  const answer = await fetch("/config.json", { cache: "no-store", signal: AbortSignal.timeout(20_000) });
  if (!answer.ok) throw new Error(`The console's configuration could not be read (${answer.status}).`);
  return (await answer.json()) as SignInConfig;
}
