import { inArray } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema";
import { isId } from "@/lib/shared/ids";

/**
 * Who the actors of entries and audit records are.
 * @param actors ids of users, or words such as "stripe"
 * @returns a function from an actor to an email; a word, or the id of nobody, stays as it is
 */
export async function nameActors(
  db: Db,
  actors: readonly string[],
): Promise<(actor: string) => string> {
  const ids = [...new Set(actors)].filter(isId);
  if (ids.length === 0) return (actor) => actor;
  const rows = await db
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(inArray(users.id, ids));
  const emails = new Map(rows.map(({ id, email }) => [id, email]));
  return (actor) => emails.get(actor) ?? actor;
}
