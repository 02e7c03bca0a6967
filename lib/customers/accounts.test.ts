import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { clawback, grant, purchase, spend } from "@/dev/test/kits/ledger/commands";
import { createUser, type User } from "@/lib/access/users";
import { commit } from "@/lib/ledger/commit";
import { toDecimal } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { ACCOUNT_SORTS, type AccountSort, findOwner, listAccounts, sumAccounts } from "./accounts";

const db = useTestDatabase();
const read = () => db().database.read;
let people: Record<"ada" | "ben" | "cy" | "dee" | "eve", User>;

/** Ada has 100, Ben 100 too, Cy owes 30, Dee and Eve never moved. */
beforeAll(async () => {
  const add = (name: string) =>
    createUser(db().database, {
      email: `${name}@example.com`,
      name: `${name} 100%_\\`,
      emailVerified: true,
    });
  people = {
    ada: await add("ada"),
    ben: await add("ben"),
    cy: await add("cy"),
    dee: await add("dee"),
    eve: await add("eve"),
  };
  await db().database.transaction((tx) =>
    commit(tx, [
      grant(people.ada.accountId, 100),
      grant(people.ben.accountId, 100),
      purchase(people.cy.accountId, "pi_1", 50),
      spend(people.cy.accountId, 30),
      clawback(people.cy.accountId, "pi_1", 50),
    ]),
  );
});

async function walk(sort: AccountSort, limit: number): Promise<string[]> {
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await listAccounts(read(), { sort, after, limit });
    seen.push(...page.rows.map((row) => row.email.split("@")[0] ?? ""));
    after = page.next;
  } while (after);
  return seen;
}

describe("paging", () => {
  it.each(ACCOUNT_SORTS)(
    "by %s shows everybody once, whatever the size of a page",
    async (sort) => {
      const whole = await walk(sort, 100);
      expect([...whole].sort()).toEqual(["ada", "ben", "cy", "dee", "eve"]);
      for (const limit of [1, 2, 3]) expect(await walk(sort, limit)).toEqual(whole);
    },
  );

  it("by balance puts debt last, or first", async () => {
    expect((await walk("balance", 2)).at(-1)).toBe("cy");
    expect((await walk("balance_up", 2))[0]).toBe("cy");
  });

  it("by e-mail is by the alphabet", async () => {
    expect(await walk("email", 2)).toEqual(["ada", "ben", "cy", "dee", "eve"]);
  });

  it.each(ACCOUNT_SORTS)("by %s begins anew for a cursor that somebody made up", async (sort) => {
    const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const cursors = ["x", forged([1, 2]), forged(["abc", "def"]), forged(["a\0", newId()])];
    if (sort !== "email") cursors.push(forged(["1'; --", newId()]));
    for (const after of cursors) {
      expect((await listAccounts(read(), { sort, after, limit: 9 })).rows).toHaveLength(5);
    }
  });
});

describe("search", () => {
  async function find(search: string) {
    const { rows } = await listAccounts(read(), { search, sort: "email", limit: 9 });
    return rows.map((row) => row.email.split("@")[0]);
  }

  it("finds a part of an e-mail or a name, in capitals or not", async () => {
    expect(await find(" ADA@ex ")).toEqual(["ada"]);
    expect(await find("Ben 1")).toEqual(["ben"]);
  });

  it("takes %, _ and \\ for what they are", async () => {
    expect(await find("100%_\\")).toHaveLength(5);
    expect(await find("a%a@")).toEqual([]);
    expect(await find("a_a@")).toEqual([]);
  });

  it("finds an account or a person by the whole id", async () => {
    expect(await find(people.cy.accountId)).toEqual(["cy"]);
    expect(await find(people.cy.id)).toEqual(["cy"]);
    expect(await find(newId())).toEqual([]);
  });
});

it("what all accounts hold together counts debt as less, and those in debt", async () => {
  const { accounts, inDebt, total } = await sumAccounts(read());
  expect([accounts, inDebt, toDecimal(total)]).toEqual([5, 1, "170"]);
});

it("an account's owner is found by the account, and nobody for another id", async () => {
  expect((await findOwner(read(), people.dee.accountId))?.email).toBe("dee@example.com");
  expect(await findOwner(read(), newId())).toBeUndefined();
});
