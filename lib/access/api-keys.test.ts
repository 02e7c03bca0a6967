import { sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { openDatabase } from "@/db/client";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import {
  createApiKey,
  listApiKeys,
  listKeyNames,
  type NewApiKey,
  revokeApiKey,
  rollApiKey,
} from "./api-keys";
import { createKeyLookup } from "./key-lookup";
import type { User } from "./users";

const db = useTestDatabase();
/** As a process would that has never seen the key. */
const find = (key: string) => createKeyLookup(db().database.read).find(key);
const create = (user: User, given: Partial<NewApiKey> = {}) =>
  createApiKey(db().database, user.id, { name: "Service", scopes: ["credits:read"], ...given });

describe("an API key", () => {
  it("stands for its user and account with its scopes, and isn't kept anywhere", async () => {
    const user = await makeUser(db());
    const { key, id } = await create(user);
    expect(await find(key)).toMatchObject({
      id,
      user,
      scopes: ["credits:read"],
      accountId: user.accountId,
    });
    const [dump] = await db().database.read.execute<{ text: string }>(
      sql`select string_agg(k::text || l::text, ' ') as text from api_keys k, audit_log l`,
    );
    expect(dump?.text).not.toContain(key);
  });

  it("is found without a query for a second, and ends in every process within it", async () => {
    const user = await makeUser(db());
    const { key, id } = await create(user);
    const other = openDatabase(db().url);
    const lookups = [createKeyLookup(db().database.read), createKeyLookup(other.read)];
    for (const lookup of lookups) {
      await lookup.find(key);
      expect(lookup.peek(key)?.id).toBe(id);
    }
    await revokeApiKey(db().database, user.id, id);
    const revokedAt = performance.now();
    for (const lookup of lookups) {
      await vi.waitFor(async () => expect(await lookup.find(key)).toBeUndefined(), 2_000);
    }
    expect(performance.now() - revokedAt).toBeLessThan(1_100);
    await other.close();
    expect(await listApiKeys(db().database.read, user.id)).toEqual([]);
  });

  it("is listed without its hash, and its name is known after it was revoked", async () => {
    const user = await makeUser(db());
    const { id } = await create(user);
    const [listed] = await listApiKeys(db().database.read, user.id);
    expect(listed).toMatchObject({ id });
    expect(listed).not.toHaveProperty("hash");
    await revokeApiKey(db().database, user.id, id);
    expect(await listKeyNames(db().database.read, user.id)).toEqual([
      expect.objectContaining({ id }),
    ]);
  });

  it("is revoked by its own user only", async () => {
    const [user, stranger] = [await makeUser(db()), await makeUser(db())];
    const { key, id } = await create(user);
    for (const [who, what] of [
      [stranger.id, id],
      [user.id, newId()],
      [user.id, "no-id"],
    ] as const) {
      await expect(revokeApiKey(db().database, who, what)).rejects.toMatchObject({
        code: "not_found",
      });
    }
    expect(await find(key)).toBeDefined();
  });

  it("of a deleted user works no more", async () => {
    const user = await makeUser(db());
    const { key } = await create(user);
    await db().database.read.execute(
      sql`update users set deleted_at = now() where id = ${user.id}`,
    );
    expect(await find(key)).toBeUndefined();
  });

  it("stops at its expiry, by the database's clock", async () => {
    const user = await makeUser(db());
    const { key } = await create(user, { expiresAt: new Date(Date.now() + 300) });
    expect(await find(key)).toBeDefined();
    await vi.waitFor(async () => expect(await find(key)).toBeUndefined(), 2_000);
  });

  it.each(["", "occ_", "occ_unknown", "sk_live_something", `occ_${"x".repeat(500)}`])(
    "%j stands for nobody",
    async (key) => {
      expect(await find(key)).toBeUndefined();
    },
  );

  it("tells when it was used last, written at most once a minute", async () => {
    const user = await makeUser(db());
    const { key } = await create(user);
    await find(key);
    const [first] = await listApiKeys(db().database.read, user.id);
    await find(key);
    const [second] = await listApiKeys(db().database.read, user.id);
    expect(first?.lastUsedAt).not.toBeNull();
    expect(second?.lastUsedAt).toEqual(first?.lastUsedAt);
  });
});

describe("what a key may have", () => {
  it.each<[string, Partial<NewApiKey>, string]>([
    ["a blank name", { name: " " }, "invalid_input"],
    ["no scope", { scopes: [] }, "invalid_input"],
    ["an expiry in the past", { expiresAt: new Date(0) }, "invalid_input"],
    ["an account that is no id", { account: "x" }, "invalid_input"],
    ["the scope of admins", { scopes: ["admin:read"] }, "forbidden"],
    ["the scope of grants", { scopes: ["credits:grant"] }, "forbidden"],
    ["all accounts", { account: "all" }, "forbidden"],
    ["another account", { account: newId() }, "forbidden"],
  ])("a buyer's key can't have %s", async (_name, given, code) => {
    const user = await makeUser(db());
    await expect(create(user, given)).rejects.toMatchObject({ code });
    expect(await listApiKeys(db().database.read, user.id)).toEqual([]);
  });

  it("an admin's key reaches all accounts while its user is an admin", async () => {
    const admin = await makeUser(db(), "admin");
    const { key } = await create(admin, { account: "all", scopes: ["credits:grant"] });
    expect(await find(key)).toMatchObject({ accountId: null, scopes: ["credits:grant"] });
    await db().database.read.execute(sql`update users set role = 'buyer' where id = ${admin.id}`);
    expect(await find(key)).toBeUndefined();
  });

  it("a key for all accounts has no budget", async () => {
    const admin = await makeUser(db(), "admin");
    const given = { account: "all", monthlyBudget: wholeCredits(1) };
    await expect(create(admin, given)).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("nobody has more than 50, also when 80 are asked for at once", async () => {
    const user = await makeUser(db());
    const asked = await Promise.allSettled(Array.from({ length: 80 }, () => create(user)));
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(50);
    expect(await listApiKeys(db().database.read, user.id)).toHaveLength(50);
  });
});

describe("a rolled key", () => {
  it("has the same settings and budget, and the old one works during the overlap", async () => {
    const user = await makeUser(db());
    const old = await create(user, { monthlyBudget: wholeCredits(5) });
    const fresh = await rollApiKey(db().database, user.id, old.id, 60_000);
    const [before, after] = [await find(old.key), await find(fresh.key)];
    expect(after).toMatchObject({
      ...{ name: "Service", scopes: ["credits:read"], expiresAt: null },
      ...{ monthlyBudget: wholeCredits(5), budgetId: before?.budgetId },
    });
    expect(before?.expiresAt?.getTime()).toBeLessThanOrEqual(Date.now() + 61_000);
  });

  it("ends the old one at once without an overlap, and never lets it live longer", async () => {
    const user = await makeUser(db());
    const old = await create(user);
    await rollApiKey(db().database, user.id, old.id, 0);
    expect(await find(old.key)).toBeUndefined();
    const soon = new Date(Date.now() + 5_000);
    const brief = await create(user, { expiresAt: soon });
    await rollApiKey(db().database, user.id, brief.id, 60_000);
    expect((await find(brief.key))?.expiresAt).toEqual(soon);
  });

  it("is its own user's, and the overlap has a limit", async () => {
    const [user, stranger] = [await makeUser(db()), await makeUser(db())];
    const { id } = await create(user);
    const roll = (who: User, overlapMs: number) => rollApiKey(db().database, who.id, id, overlapMs);
    await expect(roll(stranger, 0)).rejects.toMatchObject({ code: "not_found" });
    await expect(roll(user, -1)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(roll(user, 31 * 86_400_000)).rejects.toMatchObject({ code: "invalid_input" });
  });
});
