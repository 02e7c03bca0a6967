import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "@/lib/access/api-keys";
import { createUser, type User } from "@/lib/access/users";
import { readAccount } from "@/lib/ledger/read-account";
import { verifyLedger } from "@/lib/ledger/verify";
import { toDecimal } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import { commitCredits } from "@/lib/spending/commit-credits";
import { findFreePort } from "../../ports";
import { grant } from "../kits/ledger/commands";
import { type System, startSystem } from "./system";

let system: System;
let admin: User;
let key: string;

beforeAll(async () => {
  system = await startSystem([await findFreePort(), await findFreePort()]);
  admin = await createUser(system.database, {
    ...{ email: "admin@example.com", name: "Admin", role: "admin", emailVerified: true },
  });
  ({ key } = await createApiKey(system.database, admin.id, {
    ...{ name: "Service", scopes: ["credits:spend", "credits:hold"], account: "all" },
  }));
});
afterAll(() => system.stop());

/** Asks one of the two processes. */
async function post(turn: number, path: string, body: object, idempotencyKey = newId()) {
  const app = system.apps[turn % system.apps.length];
  const response = await fetch(`http://127.0.0.1:${app?.port}/api/v1/credits/${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      "idempotency-key": idempotencyKey,
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

/** A user with 100 credits. */
async function spender(): Promise<User> {
  const user = await createUser(system.database, {
    ...{ email: `${newId()}@example.com`, name: "Buyer", emailVerified: true },
  });
  await system.database.transaction((tx) => commitCredits(tx, [grant(user.accountId, 100)]));
  return user;
}

const balanceOf = async ({ accountId }: User) =>
  toDecimal((await readAccount(system.database.read, accountId)).balance);

describe("spends over two processes of the build", () => {
  it("of 200 parallel spends of 1 on a balance of 100 exactly 100 succeed", async () => {
    const user = await spender();
    const body = { account: user.accountId, amount: "1", service: "chat" };
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, turn) => post(turn, "spend", body)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(100);
    expect(statuses.filter((status) => status === 402)).toHaveLength(100);
    expect(await balanceOf(user)).toBe("0");
  });

  it("one key a hundred times at once makes one entry and one answer", async () => {
    const user = await spender();
    const [body, idempotencyKey] = [
      { account: user.accountId, amount: "7", service: "chat" },
      newId(),
    ];
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, turn) => post(turn, "spend", body, idempotencyKey)),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await balanceOf(user)).toBe("93");
  });

  it("a hold that is captured and released at once has one end", async () => {
    const user = await spender();
    for (let round = 0; round < 20; round += 1) {
      const body = { account: user.accountId, amount: "1", service: "chat" };
      const placed = await post(round, "holds", body);
      const { id } = JSON.parse(placed.text) as { id: string };
      const ends = await Promise.all([
        post(0, `holds/${id}/capture`, {}),
        post(1, `holds/${id}/release`, {}),
      ]);
      expect(ends.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
    const { held } = await readAccount(system.database.read, user.accountId);
    expect(held).toBe(0n);
  });

  it("leave a ledger that explains itself", async () => {
    const { fault } = await verifyLedger(system.database);
    expect(fault).toBeUndefined();
  });
});
