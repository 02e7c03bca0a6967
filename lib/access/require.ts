import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { database } from "@/db/client";
import { assertSameOrigin } from "./origin";
import { findCookieSession } from "./session-cookie";
import type { User } from "./users";

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

/**
 * For pages: the user who is signed in. Anybody else is sent to sign in, and back afterwards.
 * @param path where to come back to
 */
export async function requireUser(path = "/admin/credits"): Promise<User> {
  const found = await currentSession();
  const next = encodeURIComponent(path);
  if (!found) redirect(`/sign-in?next=${next}`);
  if (found.session.awaitsSecondFactor) redirect(`/sign-in/second-factor?next=${next}` as "/");
  return found.user;
}

/**
 * For admin pages: to buyers they don't exist (404). Who isn't signed in may be an admin, and is
 * sent to sign in.
 * @param path where to come back to
 */
export async function requireAdmin(path?: string): Promise<User> {
  const user = await requireUser(path);
  if (user.role !== "admin") notFound();
  return user;
}

/**
 * For server actions: the user, and proof that a page of ours sent the request.
 * @throws ProductError forbidden for a request of another origin, or of none
 */
export async function requireActor(role?: "admin"): Promise<User> {
  assertSameOrigin((await headers()).get("origin"));
  return role === "admin" ? requireAdmin() : requireUser();
}
