import { beforeEach, expect, test, vi } from "vitest";

import { aToken } from "./a-token";
import { challengeOf } from "./pkce";
import { Session, SignedOutError } from "./session";

const CONFIG = { sign_in: "https://sign-in.example.com", client_id: "console", region: "eu-west-1" };
const HERE = "https://connector.example.com";
const HOUR = 3600;

let now = 0;
const answers = vi.fn<(url: string, request: { body: URLSearchParams }) => Response>();

beforeEach(() => {
  now = 1_000_000;
  sessionStorage.clear();
  answers.mockReset();
  vi.stubGlobal("fetch", (url: string, request: { body: URLSearchParams }) => Promise.resolve(answers(url, request)));
});

function aSession(): Session {
  return new Session(CONFIG, HERE, sessionStorage, () => now);
}

function granted(token: string, refresh?: string): Response {
  return Response.json({ id_token: token, refresh_token: refresh, expires_in: HOUR });
}

/** The hosted page has been asked for and sends its code back. */
async function signedIn(session: Session, token = aToken()): Promise<void> {
  const page = new URL(await session.begin("/shop/runs"));
  answers.mockReturnValueOnce(granted(token, "refresh-1"));
  await session.resume(new URL(`${HERE}/?code=abc&state=${page.searchParams.get("state")}`));
}

function asked(call: number): Record<string, string> {
  const [url, { body }] = answers.mock.calls[call] ?? ["", { body: new URLSearchParams() }];
  return { url, ...Object.fromEntries(body) };
}

test("the hosted page is asked for a code, with the challenge of a verifier that stays here", async () => {
  const page = new URL(await aSession().begin("/shop"));

  const { verifier } = JSON.parse(sessionStorage.getItem("sign-in") ?? "{}") as { verifier: string };
  expect(page.origin + page.pathname).toBe("https://sign-in.example.com/oauth2/authorize");
  expect(page.searchParams.get("redirect_uri")).toBe(`${HERE}/`);
  expect(page.searchParams.get("code_challenge_method")).toBe("S256");
  expect(page.searchParams.get("code_challenge")).toBe(await challengeOf(verifier));
  expect(page.href).not.toContain(verifier);
});

test("the code is exchanged with its verifier, and the way goes on to the address that was asked for, once", async () => {
  const session = aSession();

  await signedIn(session);

  expect(asked(0)).toMatchObject({
    url: "https://sign-in.example.com/oauth2/token",
    grant_type: "authorization_code",
    code: "abc",
    redirect_uri: `${HERE}/`,
    client_id: "console",
  });
  expect(asked(0).code_verifier).toMatch(/^[\w-]{43}$/);
  expect(session.wanted()).toBe("/shop/runs");
  expect(session.wanted()).toBe("/");
});

test("a code with a state that was not begun here is not used", async () => {
  const session = aSession();
  await session.begin("/shop");

  expect(await session.resume(new URL(`${HERE}/?code=abc&state=of-somebody-else`))).toBeNull();
  expect(answers).not.toHaveBeenCalled();
});

test("a refusal of the hosted page is told in its words", async () => {
  const refused = aSession().resume(new URL(`${HERE}/?error=access_denied&error_description=User+is+disabled`));

  await expect(refused).rejects.toThrow("User is disabled");
});

test("whoever was never here is not signed in", async () => {
  expect(await aSession().resume(new URL(`${HERE}/shop`))).toBeNull();
});

test("loading the page again asks for nothing while the token is good", async () => {
  await signedIn(aSession(), aToken({ email: "grace@example.com" }));

  const user = await aSession().resume(new URL(`${HERE}/shop`));

  expect(user?.email).toBe("grace@example.com");
  expect(answers).toHaveBeenCalledTimes(1);
});

test("a token is renewed a minute before it ends, once for all who ask, and the refresh token is kept", async () => {
  const session = aSession();
  await signedIn(session, aToken({ jti: "first" }));
  const second = aToken({ jti: "second" });
  answers.mockReturnValueOnce(granted(second));

  now += (HOUR - 59) * 1000;

  expect(await Promise.all([session.token(), session.token()])).toEqual([second, second]);
  expect(answers).toHaveBeenCalledTimes(2);
  expect(asked(1)).toMatchObject({ grant_type: "refresh_token", refresh_token: "refresh-1" });
  now += HOUR * 1000;
  answers.mockReturnValueOnce(granted(aToken({ jti: "third" }), "refresh-2"));
  await session.token();
  expect(asked(2).refresh_token).toBe("refresh-1");
});

test("a token that the gateway refuses is replaced before its time; an older one changes nothing", async () => {
  const session = aSession();
  const first = aToken({ jti: "first" });
  await signedIn(session, first);

  session.refused(aToken({ jti: "an older one" }));
  expect(await session.token()).toBe(first);

  session.refused(first);
  answers.mockReturnValueOnce(granted(aToken({ jti: "second" })));
  expect(await session.token()).toBe(aToken({ jti: "second" }));
});

test("a refresh token that is no longer good ends the sign-in", async () => {
  const session = aSession();
  await signedIn(session);
  now += HOUR * 1000;
  answers.mockReturnValueOnce(Response.json({ error: "invalid_grant" }, { status: 400 }));

  await expect(session.token()).rejects.toThrow(SignedOutError);
  expect(sessionStorage).toHaveLength(0);
});

test("a sign-in page that fails does not end the sign-in", async () => {
  const session = aSession();
  await signedIn(session);
  now += HOUR * 1000;
  answers.mockReturnValueOnce(new Response(null, { status: 503 }));
  answers.mockReturnValueOnce(granted(aToken({ jti: "second" })));

  await expect(session.token()).rejects.toThrow("does not answer (503)");
  expect(await session.token()).toBe(aToken({ jti: "second" }));
});

test("signing out forgets everything here and leads through the hosted page's logout", async () => {
  const session = aSession();
  await signedIn(session);

  const page = new URL(session.signOut());

  expect(page.href).toBe(
    "https://sign-in.example.com/logout?client_id=console&logout_uri=https%3A%2F%2Fconnector.example.com%2F",
  );
  expect(sessionStorage).toHaveLength(0);
});
