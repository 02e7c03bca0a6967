import type { FoundKey } from "@/lib/access/key-lookup";
import { assertSameOrigin } from "@/lib/access/origin";
import { isRecent } from "@/lib/access/recent-sign-in";
import { type Scope, sessionScopesOf } from "@/lib/access/scopes";
import { mayEnterBackOffice } from "@/lib/access/second-factor-policy";
import { findCookieSession } from "@/lib/access/session-cookie";
import type { User } from "@/lib/access/users";
import { ProductError } from "@/lib/shared/errors";
import type { Budget } from "@/lib/spending/budgets";
import type { Auth } from "./route";
import type { ApiRuntime } from "./runtime";

/** Who sends a request. */
export interface Caller {
  readonly user: User;
  /** Undefined for somebody who is signed in. */
  readonly key: FoundKey | undefined;
  /** Whether a user who is signed in proved it within the last ten minutes; a key always has. */
  readonly isRecent: boolean;
  readonly scopes: readonly Scope[];
  /** The account that is meant when the request names none. */
  readonly accountId: string;
  /** Whether it may name other accounts: an admin's session, or a key for all accounts. */
  readonly reachesAll: boolean;
  /**
   * Who did it, for entries and the audit log: a user's id, or "key:" and the id of the key, which
   * stays the same when it is rolled.
   */
  readonly actor: string;
  /** What a key may spend in a month. */
  readonly budget: Budget | undefined;
}

/**
 * Finds who sends a request, by Bearer key or session cookie, and whether they may.
 * @param address the client's, where it is known: look-ups are limited per address
 * @throws ProductError unauthenticated; rate_limited; forbidden when the key lacks the scope, the
 *   user the role, a browser's request comes from another site, or an admin's session that would
 *   change what isn't its user's own needs a fresh sign-in
 */
export async function authorize(
  runtime: ApiRuntime,
  request: Request,
  auth: Exclude<Auth, "public">,
  address: string | undefined,
): Promise<Caller> {
  const header = request.headers.get("authorization");
  const caller =
    header === null
      ? await findSession(runtime, request, address)
      : await findKey(runtime, header, address);
  if (auth === "any") return caller;
  const scope = "scope" in auth ? auth.scope : auth.admin;
  if ("admin" in auth && caller.user.role !== "admin") {
    throw new ProductError("forbidden", { detail: "Only admins may do this." });
  }
  if (!caller.scopes.includes(scope)) {
    throw new ProductError("forbidden", {
      detail: caller.key
        ? `This API key lacks the scope ${scope}.`
        : `This needs an API key with the scope ${scope}.`,
    });
  }
  // As in the back office: a stolen session of an admin must not move other people's credits.
  if (caller.reachesAll && !caller.isRecent && request.method !== "GET") {
    throw new ProductError("forbidden", {
      detail: "Confirm that it is you at /confirm-identity and try again, or use an API key.",
    });
  }
  return caller;
}

async function findKey(
  runtime: ApiRuntime,
  header: string,
  address: string | undefined,
): Promise<Caller> {
  const text = /^Bearer +(\S+)$/i.exec(header)?.[1] ?? "";
  let key = runtime.keys.peek(text);
  if (!key) {
    await runtime.limits.countLookup(address);
    key = await runtime.keys.find(text);
  }
  if (!key) {
    throw new ProductError("unauthenticated", {
      detail:
        "This API key doesn't work. Send Authorization: Bearer occ_… with a key from your account page.",
    });
  }
  await runtime.limits.countKeyRequest(key.id);
  return {
    user: key.user,
    key,
    isRecent: true,
    scopes: key.scopes,
    accountId: key.accountId ?? key.user.accountId,
    reachesAll: key.accountId === null,
    actor: `key:${key.budgetId}`,
    budget: key.monthlyBudget === null ? undefined : { id: key.budgetId, limit: key.monthlyBudget },
  };
}

async function findSession(
  runtime: ApiRuntime,
  request: Request,
  address: string | undefined,
): Promise<Caller> {
  await runtime.limits.countLookup(address);
  const cookies = parseCookies(request.headers.get("cookie"));
  const found = await findCookieSession(runtime.database.read, (name) => cookies.get(name));
  if (!found || found.session.awaitsSecondFactor) {
    throw new ProductError("unauthenticated", {
      detail: "Sign in, or send Authorization: Bearer with an API key.",
    });
  }
  const { user, session } = found;
  if (request.method !== "GET" && request.method !== "HEAD") {
    assertSameOrigin(request.headers.get("origin"));
  }
  // The pages of the back office are shut to staff without the factor that is demanded; so is this.
  const role = (await mayEnterBackOffice(runtime.database.read, found)) ? user.role : "buyer";
  return {
    user: { ...user, role },
    key: undefined,
    isRecent: isRecent(session),
    scopes: sessionScopesOf(role),
    accountId: user.accountId,
    reachesAll: role === "admin",
    actor: user.id,
    budget: undefined,
  };
}

function parseCookies(header: string | null): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header?.split(";") ?? []) {
    const at = pair.indexOf("=");
    if (at > 0) cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  }
  return cookies;
}
