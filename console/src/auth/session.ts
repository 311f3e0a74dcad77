/**
 * Signed in through the hosted page: authorisation code with PKCE. What it grants is kept in the tab's own storage, so
 * that loading the page again asks neither for the password nor for another token; it is gone with the tab.
 */
import type { SignInConfig } from "./config";
import { challengeOf, randomText } from "./pkce";
import { type User, userOf } from "./tokens";

const BEGUN = "sign-in";
const GRANTED = "granted";
const EARLY = 60_000; // milliseconds before a token expires at which the next one is asked for
const PATIENCE = 20_000;

/** What the hosted page answers. */
interface Grant {
  readonly id_token: string;
  readonly refresh_token?: string;
  readonly expires_in: number;
}

/** The last grant, when its token ends (milliseconds since 1970), and what the next one is asked for with. */
interface Granted {
  readonly idToken: string;
  readonly expiresAt: number;
  readonly refreshToken: string;
}

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
  private renewing: Promise<Granted> | null = null;

  constructor(
    private readonly config: SignInConfig,
    private readonly here: string = location.origin,
    private readonly storage: Storage = sessionStorage,
    private readonly now: () => number = Date.now,
  ) {}

  /** Go on where a page load left off: with the hosted page's answer, or with the last grant. Null: not signed in. */
  async resume(address: URL): Promise<User | null> {
    const answer = address.searchParams;
    if (answer.has("error")) throw new SignedOutError(answer.get("error_description") ?? "The sign-in was refused.");
    const begun = this.begun();
    const code = answer.get("code");
    if (code !== null && begun !== null && answer.get("state") === begun.state) return this.finish(code, begun);
    if (this.granted() === null) return null;
    return userOf(await this.token());
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
    const granted = this.granted();
    if (granted !== null && this.now() < granted.expiresAt - EARLY) return granted.idToken;
    return (await this.renew(granted)).idToken;
  }

  /** The gateway no longer takes this token: the next call asks for another one. */
  refused(idToken: string): void {
    const granted = this.granted();
    if (granted?.idToken === idToken) this.keep({ ...granted, expiresAt: 0 });
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
    const form = {
      grant_type: "authorization_code",
      code,
      redirect_uri: `${this.here}/`,
      code_verifier: begun.verifier,
    };
    return userOf((await this.grant(form, "")).idToken);
  }

  private renew(granted: Granted | null): Promise<Granted> {
    if (granted === null) return Promise.reject(new SignedOutError("You are signed out."));
    const { refreshToken } = granted;
    const form = { grant_type: "refresh_token", refresh_token: refreshToken };
    this.renewing ??= this.grant(form, refreshToken).finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  private async grant(form: Record<string, string>, refreshToken: string): Promise<Granted> {
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
    return this.keep({
      idToken: grant.id_token,
      expiresAt: this.now() + grant.expires_in * 1000,
      refreshToken: grant.refresh_token ?? refreshToken,
    });
  }

  private granted(): Granted | null {
    const text = this.storage.getItem(GRANTED);
    return text === null ? null : (JSON.parse(text) as Granted);
  }

  private keep(granted: Granted): Granted {
    this.storage.setItem(GRANTED, JSON.stringify(granted));
    return granted;
  }

  private begun(): Begun | null {
    const text = this.storage.getItem(BEGUN);
    return text === null ? null : (JSON.parse(text) as Begun);
  }

  private forget(): void {
    this.storage.removeItem(GRANTED);
    this.storage.removeItem(BEGUN);
  }

  private hosted(path: string, query: Record<string, string>): string {
    const asked = new URLSearchParams(query).toString();
    return `${this.config.sign_in}${path}${asked && `?${asked}`}`;
  }
}
