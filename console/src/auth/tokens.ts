/** What a token says about its bearer. */

export type Group = "viewer" | "operator" | "admin";

export interface User {
  readonly email: string;
  readonly groups: readonly Group[];
}

interface Claims {
  readonly email?: string;
  readonly "cognito:username"?: string;
  readonly "cognito:groups"?: string | readonly string[];
}

/** The gateway checks the token; the console only reads it, to show who is signed in and which buttons are of use. */
export function userOf(idToken: string): User {
  const claims = JSON.parse(decoded(idToken.split(".")[1] ?? "")) as Claims;
  const groups = claims["cognito:groups"] ?? [];
  return {
    email: claims.email ?? claims["cognito:username"] ?? "",
    groups: (typeof groups === "string" ? groups.split(/[\s,[\]]+/) : groups).filter(isGroup),
  };
}

export function may(user: User, need: Group): boolean {
  const ranks: readonly Group[] = ["viewer", "operator", "admin"];
  return user.groups.some((group) => ranks.indexOf(group) >= ranks.indexOf(need));
}

function isGroup(name: string): name is Group {
  return name === "viewer" || name === "operator" || name === "admin";
}

function decoded(part: string): string {
  const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
