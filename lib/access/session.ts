import { decode, type JWT } from "next-auth/jwt";
import type { Db } from "@/db/client";
import { env } from "@/env";
import { findUserById, type User } from "./users";

/** What a session's token holds, sealed with NEXTAUTH_SECRET in an httpOnly cookie. */
export interface SessionToken extends JWT {
  readonly personId: string;
  readonly sessionVersion: number;
}

/** Browsers take a __Secure- cookie over https only, and next-auth names it so there. */
export function sessionCookieName(): string {
  const secure = env().web.appUrl.startsWith("https://");
  return `${secure ? "__Secure-" : ""}next-auth.session-token`;
}

/**
 * Who a session cookie belongs to. Looked up in the database every time, so that a changed
 * password or role ends every session at once.
 * @param read gives the value of a cookie by its name
 */
export async function findBySession(
  db: Db,
  read: (name: string) => string | undefined,
): Promise<User | undefined> {
  const value = readChunked(read, sessionCookieName());
  if (!value) return undefined;
  const token = await decode({ token: value, secret: env().signIn.secret }).catch(() => null);
  if (!isSessionToken(token)) return undefined;
  const person = await findUserById(db, token.personId);
  if (!person || person.sessionVersion !== token.sessionVersion) return undefined;
  const { id, accountId, email, name, role } = person;
  return { id, accountId, email, name, role };
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

function isSessionToken(token: JWT | null): token is SessionToken {
  return typeof token?.personId === "string" && typeof token.sessionVersion === "number";
}
