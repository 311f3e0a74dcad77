/** A token for tests: only its claims matter here, nobody checks its signature. */
import { base64url } from "./pkce";

export function aToken(claims: Readonly<Record<string, unknown>> = {}): string {
  const part = base64url(new TextEncoder().encode(JSON.stringify({ email: "ada@example.com", ...claims })));
  return `e30.${part}.signature`;
}
