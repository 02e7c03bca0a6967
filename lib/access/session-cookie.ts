import { decode, type JWT } from "next-auth/jwt";
import type { Db } from "@/db/client";
import { env } from "@/env";
import { isId } from "@/lib/shared/ids";
import { findSession, type Session } from "./sessions";
import type { User } from "./users";

/** What a session's cookie holds, sealed with NEXTAUTH_SECRET: the id of a row that can be ended. */
export interface SessionToken extends JWT {
  readonly sessionId: string;
}

/** Whether pages are served over https, as far as browsers can tell. */
export function isHttps(): boolean {
  return env().web.appUrl.startsWith("https://");
}

/**
 * The name of a cookie here. Over https a browser takes a `__Host-` cookie from this very host
 * only, never from a subdomain; over http it refuses such a name.
 */
export function cookieName(name: string): string {
  return `${isHttps() ? "__Host-" : ""}${name}`;
}

export function sessionCookieName(): string {
  return cookieName("next-auth.session-token");
}

/**
 * Who a session cookie belongs to. Looked up in the database every time, so that a session that
 * was ended, or a user who was disabled, is out at once.
 * @param read gives the value of a cookie by its name
 */
export async function findCookieSession(
  db: Db,
  read: (name: string) => string | undefined,
): Promise<{ session: Session; user: User } | undefined> {
  const value = readChunked(read, sessionCookieName());
  if (!value) return undefined;
  const token = await decode({ token: value, secret: env().signIn.secret }).catch(() => null);
  return isSessionToken(token) ? findSession(db, token.sessionId) : undefined;
}

/** next-auth splits a token that is too long for one cookie into name.0, name.1, … */
function readChunked(read: (name: string) => string | undefined, name: string): string | undefined {
  const whole = read(name);
  if (whole) return whole;
  let joined = "";
  for (let index = 0; ; index += 1) {
    const chunk = read(`${name}.${index}`);
    if (!chunk) return joined || undefined;
    joined += chunk;
  }
}

export function isSessionToken(token: JWT | null): token is SessionToken {
  return isId(token?.sessionId);
}
