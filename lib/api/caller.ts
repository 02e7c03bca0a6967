import { findByApiKey, type Scope } from "@/lib/access/api-keys";
import { assertSameOrigin } from "@/lib/access/origin";
import { findBySession } from "@/lib/access/session-cookie";
import type { User } from "@/lib/access/users";
import type { Db } from "@/lib/runtime/database";
import { ProductError } from "@/lib/shared/errors";

/** Who may call a route. `public` must be written out: leaving it away doesn't compile. */
export type Auth = "public" | { readonly scope: Scope } | { readonly admin: Scope };

/**
 * Finds who sends a request, by Bearer key or session cookie, and whether they may.
 * @throws ProductError unauthenticated, or forbidden when the key lacks the scope, the person the
 *   role, or a browser's request comes from another site
 */
export async function authorize(
  db: Db,
  request: Request,
  auth: Exclude<Auth, "public">,
): Promise<User> {
  const scope = "scope" in auth ? auth.scope : auth.admin;
  const person = await identify(db, request, scope);
  if ("admin" in auth && person.role !== "admin") {
    throw new ProductError("forbidden", { detail: "Only admins may do this." });
  }
  return person;
}

async function identify(db: Db, request: Request, scope: Scope): Promise<User> {
  const header = request.headers.get("authorization");
  if (header !== null) {
    const key = /^Bearer +(\S+)$/i.exec(header)?.[1];
    const found = key && (await findByApiKey(db, key));
    if (!found) {
      throw new ProductError("unauthenticated", {
        detail:
          "This API key doesn't work. Send Authorization: Bearer occ_… with a key from your account page.",
      });
    }
    if (!found.scopes.includes(scope)) {
      throw new ProductError("forbidden", { detail: `This API key lacks the scope ${scope}.` });
    }
    return found.person;
  }
  const cookies = parseCookies(request.headers.get("cookie"));
  const person = await findBySession(db, (name) => cookies.get(name));
  if (!person) {
    throw new ProductError("unauthenticated", {
      detail: "Sign in, or send Authorization: Bearer with an API key.",
    });
  }
  if (request.method !== "GET") assertSameOrigin(request.headers.get("origin"));
  return person;
}

function parseCookies(header: string | null): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header?.split(";") ?? []) {
    const at = pair.indexOf("=");
    if (at > 0) cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  }
  return cookies;
}
