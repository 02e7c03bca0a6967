import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { grant } from "@/dev/test/kits/ledger/commands";
import { createUser, type User } from "@/lib/access/users";
import { commit } from "@/lib/ledger/commit";
import { wholeCredits } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { upsertCustomer } from "./customers";
import { findOwner, nameOwner } from "./find-owner";
import { createPortalToken } from "./portal";
import { searchCustomers } from "./search-customers";

const db = useTestDatabase();
const read = () => db().database.read;
let ada: User;
let shop: Awaited<ReturnType<typeof upsertCustomer>>;

beforeAll(async () => {
  const add = (name: string) =>
    createUser(db().database, {
      ...{ email: `${name}@example.com`, name: `${name} 100%_\\`, emailVerified: true },
    });
  ada = await add("ada");
  await add("ben");
  await add("adele");
  shop = await upsertCustomer(read(), "shop-1", { name: "Corner Shop" });
  await upsertCustomer(read(), "shop-2", { email: "ada@shop.example" });
  await db().database.transaction((tx) => commit(tx, [grant(ada.accountId, 100)]));
});

async function find(search?: string, limit = 9): Promise<(string | null)[]> {
  const rows = await searchCustomers(read(), { search, limit });
  return rows.map(({ email, externalId }) => email ?? externalId);
}

describe("the customers", () => {
  it("are users and customers of the API, newest first, each once on pages of any size", async () => {
    const all = ["ada@shop.example", "shop-1", "adele@example.com", "ben@example.com"];
    expect(await find()).toEqual([...all, "ada@example.com"]);
    const seen: (string | null)[] = [];
    for (let before: string | undefined; ; ) {
      const [row] = await searchCustomers(read(), { before, limit: 1 });
      if (!row) break;
      seen.push(row.email ?? row.externalId);
      before = row.cursor;
    }
    expect(seen).toEqual([...all, "ada@example.com"]);
  });

  it("who signs in through a portal link is listed once", async () => {
    const customer = await upsertCustomer(read(), "portal-1", { name: "Portal Shop" });
    await createPortalToken(db().database, customer);
    const rows = await searchCustomers(read(), { limit: 20 });
    expect(rows.filter(({ accountId }) => accountId === customer.accountId)).toHaveLength(1);
    expect(await searchCustomers(read(), { search: "portal-1", limit: 9 })).toHaveLength(1);
  });

  it("are found by the beginning of an email or name, in capitals or not", async () => {
    expect(await find(" ADA@")).toEqual(["ada@shop.example", "ada@example.com"]);
    expect(await find("Ade")).toEqual(["adele@example.com"]);
    expect(await find("Ben 1")).toEqual(["ben@example.com"]);
    expect(await find("corner")).toEqual(["shop-1"]);
  });

  it("are found by a whole external id, and by ids of accounts, users and customers", async () => {
    expect(await find("shop-1")).toEqual(["shop-1"]);
    expect(await find(ada.accountId)).toEqual(["ada@example.com"]);
    expect(await find(ada.id)).toEqual(["ada@example.com"]);
    expect(await find(shop.accountId)).toEqual(["shop-1"]);
    expect(await find(newId())).toEqual([]);
  });

  it("are searched for %, _ and \\ as for any other character", async () => {
    expect(await find("ada 100%_\\")).toEqual(["ada@example.com"]);
    expect(await find("a%")).toEqual([]);
    expect(await find("ad_")).toEqual([]);
  });

  it("come with their balance, zero for an account that never moved", async () => {
    const [row] = await searchCustomers(read(), { search: ada.id, limit: 1 });
    expect(row?.balance).toBe(wholeCredits(100));
    const [other] = await searchCustomers(read(), { search: "ben", limit: 1 });
    expect(other?.balance).toBe(0n);
  });

  it("have an owner, by whatever admins know them", async () => {
    expect(nameOwner(await findOwner(read(), ada.accountId))).toBe("ada@example.com");
    expect(nameOwner(await findOwner(read(), shop.accountId))).toBe("Corner Shop");
    expect(await findOwner(read(), newId())).toBeUndefined();
    expect(JSON.stringify(await findOwner(read(), ada.accountId))).not.toMatch(/hash/i);
  });
});
