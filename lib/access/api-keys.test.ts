import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { createApiKey, findByApiKey, listApiKeys, revokeApiKey } from "./api-keys";

const db = useTestDatabase();

describe("an API key", () => {
  it("stands for its person with its scopes, and isn't kept anywhere", async () => {
    const person = await makeUser(db());
    const { key } = await createApiKey(db().database, person.id, {
      name: "Service",
      scopes: ["credits:read"],
    });
    expect(await findByApiKey(db().database.read, key)).toEqual({
      person,
      scopes: ["credits:read"],
    });
    const [dump] = await db().database.read.execute<{ text: string }>(
      sql`select string_agg(k::text || l::text, ' ') as text from api_keys k, audit_log l`,
    );
    expect(dump?.text).not.toContain(key);
  });

  it("works no more once revoked, and only its person revokes it", async () => {
    const [person, stranger] = [await makeUser(db()), await makeUser(db())];
    const { key, id } = await createApiKey(db().database, person.id, {
      name: "Service",
      scopes: ["credits:read"],
    });
    await expect(revokeApiKey(db().database, stranger.id, id)).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await findByApiKey(db().database.read, key)).toBeDefined();
    await revokeApiKey(db().database, person.id, id);
    expect(await findByApiKey(db().database.read, key)).toBeUndefined();
    expect(await listApiKeys(db().database.read, person.id)).toEqual([]);
  });

  it("of a deleted person works no more", async () => {
    const person = await makeUser(db());
    const { key } = await createApiKey(db().database, person.id, {
      name: "Service",
      scopes: ["credits:read"],
    });
    await db().database.read.execute(
      sql`update users set deleted_at = now() where id = ${person.id}`,
    );
    expect(await findByApiKey(db().database.read, key)).toBeUndefined();
  });

  it.each(["", "occ_", "occ_unknown", "sk_live_something", `occ_${"x".repeat(500)}`])(
    "%j stands for nobody",
    async (key) => {
      expect(await findByApiKey(db().database.read, key)).toBeUndefined();
    },
  );

  it("needs a name and a scope", async () => {
    const person = await makeUser(db());
    for (const given of [
      { name: " ", scopes: ["credits:read"] as const },
      { name: "Service", scopes: [] },
    ]) {
      await expect(createApiKey(db().database, person.id, given)).rejects.toMatchObject({
        code: "invalid_input",
      });
    }
  });
});
