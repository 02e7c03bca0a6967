import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { database } from "@/db/client";
import { assertSameOrigin } from "./origin";
import { may, type Permission, type SensitivePermission } from "./permissions";
import { isRecent } from "./recent-sign-in";
import { recordRefusedPermission } from "./record-refused-permission";
import { mayEnterBackOffice } from "./second-factor-policy";
import { findCookieSession } from "./session-cookie";
import type { Session } from "./sessions";
import type { User } from "./users";

const HOME = "/admin/credits";

/** The session of this request, complete or not. Looked up once while a page renders. */
export const currentSession = cache(async () => {
  const jar = await cookies();
  return findCookieSession(database().read, (name) => jar.get(name)?.value);
});

/** Who asks for this page; undefined when nobody is signed in. */
export async function currentUser(): Promise<User | undefined> {
  const found = await currentSession();
  return found?.session.awaitsSecondFactor ? undefined : found?.user;
}

/** Who asks, when the back office is open to them; undefined for everybody else. */
export async function currentStaff(): Promise<User | undefined> {
  const found = await currentSession();
  return found && (await mayEnterBackOffice(database().read, found)) ? found.user : undefined;
}

/**
 * For pages: the user who is signed in. Anybody else is sent to sign in, and back afterwards.
 * @param path where to come back to
 */
export async function requireUser(path = HOME): Promise<User> {
  return (await requireSession(path)).user;
}

/** The same, with the session. */
export async function requireSession(path: string): Promise<{ session: Session; user: User }> {
  const found = await currentSession();
  const next = encodeURIComponent(path);
  if (!found) redirect(`/sign-in?next=${next}`);
  if (found.session.awaitsSecondFactor) redirect(`/sign-in/second-factor?next=${next}` as "/");
  return found;
}

/**
 * For pages of the back office: to others they don't exist (404). Who isn't signed in may be
 * staff, and is sent to sign in.
 * @param path where to come back to
 */
export async function requirePermission(permission: Permission, path?: string): Promise<User> {
  const found = await requireSession(path ?? HOME);
  const { user } = found;
  if (!may(user, permission)) {
    await noteRefusal(user, permission);
    notFound();
  }
  await demandFactor(found);
  return user;
}

/** For what all staff may see. @param path where to come back to */
export function requireStaff(path?: string): Promise<User> {
  return requirePermission("back_office.read", path);
}

/**
 * For server actions: the user, and proof that a page of ours sent the request.
 * @param right what it needs beside being signed in; a sensitive one needs requireRecentActor
 * @throws ProductError forbidden for a request of another origin, or of none
 */
export async function requireActor(
  right?: Exclude<Permission, SensitivePermission>,
): Promise<User> {
  return admitActor(right);
}

/**
 * For actions that a stolen session must not be able to do: keys, refunds, grants, prices, roles,
 * e-mail, sign-in methods. Without a sign-in or a confirmation within the last ten minutes the user
 * is asked for one, and comes back to `path`.
 */
export async function requireRecentActor(path: string, right?: Permission): Promise<User> {
  await admitActor(right);
  return requireRecentUser(path);
}

async function admitActor(right: Permission | undefined): Promise<User> {
  assertSameOrigin((await headers()).get("origin"));
  return right === undefined ? requireUser() : requirePermission(right);
}

/** The same for a page or a download, which changes nothing. */
export async function requireRecentUser(path: string): Promise<User> {
  const { session, user } = await requireSession(path);
  if (!isRecent(session)) redirect(`/confirm-identity?next=${encodeURIComponent(path)}` as "/");
  return user;
}

/** Once a request: a page and its layout ask for the same permission. */
const noteRefusal = cache((user: User, permission: string) =>
  recordRefusedPermission(database(), user, permission),
);

async function demandFactor(found: { session: Session; user: User }): Promise<void> {
  if (await mayEnterBackOffice(database().read, found)) return;
  redirect("/account/security?required=second-factor" as "/");
}
