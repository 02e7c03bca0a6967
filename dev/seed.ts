import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { users } from "@/db/schema";
import { createUser } from "@/lib/access/users";
import { demoPassword, demoPeople } from "./demo-people";

/** Puts the demo people in, unless they are there: a later start leaves what they changed alone. */
export async function seedPeople(database: Database): Promise<void> {
  for (const person of demoPeople) {
    const [found] = await database.read
      .select({ id: users.id })
      .from(users)
      .where(sql`lower(${users.email}) = ${person.email}`);
    if (!found)
      await createUser(database, { ...person, password: demoPassword, emailVerified: true });
  }
}
