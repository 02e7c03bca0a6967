import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { database } from "@/db/client";
import { assertSameOrigin } from "./origin";
import { findBySession } from "./session";
import type { User } from "./users";

/** Who asks for this page; undefined when nobody is signed in. Looked up once while a page renders. */
export const currentUser = cache(async (): Promise<User | undefined> => {
  const jar = await cookies();
  return findBySession(database().read, (name) => jar.get(name)?.value);
});

/**
 * For pages: the person who is signed in. Anybody else is sent to sign in, and back afterwards.
 * @param path where to come back to
 */
export async function requireUser(path = "/admin/credits"): Promise<User> {
  const person = await currentUser();
  if (!person) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return person;
}

/**
 * For admin pages: to buyers they don't exist (404). Who isn't signed in may be an admin, and is
 * sent to sign in.
 * @param path where to come back to
 */
export async function requireAdmin(path?: string): Promise<User> {
  const person = await requireUser(path);
  if (person.role !== "admin") notFound();
  return person;
}

/**
 * For server actions: the person, and proof that a page of ours sent the request.
 * @throws ProductError forbidden for a request of another origin, or of none
 */
export async function requireActor(role?: "admin"): Promise<User> {
  assertSameOrigin((await headers()).get("origin"));
  return role === "admin" ? requireAdmin() : requireUser();
}
