import type { Role } from "./users";

/** What a key may do, in the words of the form that makes one. */
export const SCOPES = {
  "credits:read": "See balance, packs and history",
  "credits:purchase": "Open a checkout page",
  "credits:spend": "Spend credits",
  "credits:hold": "Hold credits, capture and release them",
  "credits:grant": "Grant credits and reverse spends",
  "admin:read": "See all accounts and purchases",
} as const;

export type Scope = keyof typeof SCOPES;

export const ALL_SCOPES = Object.keys(SCOPES) as Scope[];

/** Scopes that work only while the key's user is an admin: they reach other people's credits. */
const ADMIN_SCOPES: ReadonlySet<Scope> = new Set(["credits:grant", "admin:read"]);

/** What a session may do for a buyer: what a page of ours offers. Services use keys. */
const SESSION_SCOPES: ReadonlySet<Scope> = new Set(["credits:read", "credits:purchase"]);

/** The scopes that a key of somebody with this role can have. */
export function keyScopesOf(role: Role): Scope[] {
  return ALL_SCOPES.filter((scope) => role === "admin" || !ADMIN_SCOPES.has(scope));
}

/** The scopes of somebody with this role who is signed in. */
export function sessionScopesOf(role: Role): Scope[] {
  return ALL_SCOPES.filter((scope) => role === "admin" || SESSION_SCOPES.has(scope));
}

/**
 * Reads a list such as "spend,hold,credits:read". Short names mean the scopes of the same ending.
 * @throws RangeError naming the first that is none
 */
export function parseScopes(text: string): Scope[] {
  const names = text.split(",").map((name) => name.trim());
  return names.map((name) => {
    const scope = ALL_SCOPES.find((known) => known === name || known === `credits:${name}`);
    if (!scope) throw new RangeError(`There is no scope "${name}". Use ${ALL_SCOPES.join(", ")}.`);
    return scope;
  });
}
