/**
 * Signed in through the hosted page: authorisation code with PKCE. The token is kept in memory only; the refresh token
 * in the tab's own storage, so that loading the page again does not ask for the password again.
 */
import type { SignInConfig } from "./config";
import { challengeOf, randomText } from "./pkce";
import { type Grant, type Tokens, tokensOf, type User } from "./tokens";

const BEGUN = "sign-in";
const REFRESH = "refresh-token";
const EARLY = 60_000; // milliseconds before a token expires at which the next one is asked for
const PATIENCE = 20_000;

interface Begun {
  readonly state: string;
  readonly verifier: string;
  readonly address: string;
}

/** The sign-in has ended, or did not succeed: only the hosted page helps. */
export class SignedOutError extends Error {
  override readonly name = "SignedOutError";
}

export class Session {
  private tokens: Tokens | null = null;
  private refreshing: Promise<Tokens> | null = null;

  constructor(
    private readonly config: SignInConfig,
    private readonly here: string = location.origin,
    private readonly storage: Storage = sessionStorage,
    private readonly now: () => number = Date.now,
  ) {}

  /** Go on where a page load left off: with the hosted page's answer, or with the refresh token. False: not signed in. */
  async resume(address: URL): Promise<User | null> {
    const answer = address.searchParams;
    if (answer.has("error")) throw new SignedOutError(answer.get("error_description") ?? "The sign-in was refused.");
    const begun = this.begun();
    const code = answer.get("code");
    if (code !== null && begun !== null && answer.get("state") === begun.state) return this.finish(code, begun);
    if (this.storage.getItem(REFRESH) === null) return null;
    return (await this.renew()).user;
  }

  /** The hosted page's address; whoever has signed in there comes back to `address`. */
  async begin(address: string): Promise<string> {
    const begun: Begun = { state: randomText(), verifier: randomText(), address };
    this.storage.setItem(BEGUN, JSON.stringify(begun));
    return this.hosted("/oauth2/authorize", {
      response_type: "code",
      client_id: this.config.client_id,
      redirect_uri: `${this.here}/`,
      scope: "openid email profile",
      state: begun.state,
      code_challenge: await challengeOf(begun.verifier),
      code_challenge_method: "S256",
    });
  }

  /** A token that is good for the next minute; one request for all who ask while there is none. */
  async token(): Promise<string> {
    if (this.tokens !== null && this.now() < this.tokens.expiresAt - EARLY) return this.tokens.idToken;
    return (await this.renew()).idToken;
  }

  /** Forget a token that the gateway no longer takes. */
  refused(idToken: string): void {
    if (this.tokens?.idToken === idToken) this.tokens = null;
  }

  /** Where to go on after signing in, once. */
  wanted(): string {
    const begun = this.begun();
    this.storage.removeItem(BEGUN);
    return begun?.address ?? "/";
  }

  /** Forget everything here; the address that is returned does so at the hosted page. */
  signOut(): string {
    this.forget();
    return this.hosted("/logout", { client_id: this.config.client_id, logout_uri: `${this.here}/` });
  }

  private async finish(code: string, begun: Begun): Promise<User> {
    const tokens = await this.grant({
      grant_type: "authorization_code",
      code,
      redirect_uri: `${this.here}/`,
      code_verifier: begun.verifier,
    });
    return tokens.user;
  }

  private renew(): Promise<Tokens> {
    const token = this.storage.getItem(REFRESH);
    if (token === null) return Promise.reject(new SignedOutError("You are signed out."));
    this.refreshing ??= this.grant({ grant_type: "refresh_token", refresh_token: token }).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  private async grant(form: Record<string, string>): Promise<Tokens> {
    const answer = await fetch(this.hosted("/oauth2/token", {}), {
      method: "POST",
      body: new URLSearchParams({ client_id: this.config.client_id, ...form }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status >= 400 && answer.status < 500) {
      this.forget();
      throw new SignedOutError("Your sign-in has ended. Sign in again to go on.");
    }
    if (!answer.ok) throw new Error(`The sign-in page does not answer (${answer.status}).`);
    const grant = (await answer.json()) as Grant;
    this.tokens = tokensOf(grant, this.now());
    if (grant.refresh_token !== undefined) this.storage.setItem(REFRESH, grant.refresh_token);
    return this.tokens;
  }

  private begun(): Begun | null {
    const text = this.storage.getItem(BEGUN);
    return text === null ? null : (JSON.parse(text) as Begun);
  }

  private forget(): void {
    this.tokens = null;
    this.storage.removeItem(REFRESH);
    this.storage.removeItem(BEGUN);
  }

  private hosted(path: string, query: Record<string, string>): string {
    const asked = new URLSearchParams(query).toString();
    return `${this.config.sign_in}${path}${asked && `?${asked}`}`;
  }
}
