import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { creditAccounts } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { clawback, grant, purchase, spend } from "@/dev/test/kits/ledger/commands";
import { toDecimal } from "@/lib/shared/credits";
import { newId } from "@/lib/shared/ids";
import type { Command } from "./commands";
import { commit } from "./commit";
import { verifyLedger } from "./verify";

/** Credits taken back after they were spent: nobody's money is lost, and nobody's is forgiven. */
describe("debt", () => {
  const db = useTestDatabase();
  let account: string;

  beforeEach(async () => {
    account = newId();
    await run(purchase(account, "pi_1", 100));
    await run(spend(account, 80));
    await run(clawback(account, "pi_1", 100));
  });

  async function run(command: Command) {
    const [outcome] = await db().database.transaction((tx) => commit(tx, [command]));
    expect((await verifyLedger(db().database)).fault).toBeUndefined();
    return outcome;
  }

  async function balance() {
    const [row] = await db()
      .database.read.select()
      .from(creditAccounts)
      .where(eq(creditAccounts.id, account));
    return row && toDecimal(row.balance);
  }

  it("is what was spent of a purchase that was refunded", async () => {
    expect(await balance()).toBe("-80");
  });

  it("refuses spending, and says why", async () => {
    expect(await run(spend(account, 1))).toEqual({
      status: "refused",
      code: "in_debt",
      detail:
        "This account owes 80 credits. The next purchase pays them first; then credits can be spent again.",
    });
  });

  it("is paid first by the next credit, of any kind, and never forgiven", async () => {
    await run(grant(account, 30));
    expect(await balance()).toBe("-50");
    await run(purchase(account, "pi_2", 100));
    expect(await balance()).toBe("50");
    expect(await run(spend(account, 51))).toMatchObject({ code: "insufficient_credits" });
    expect(await run(spend(account, 50))).toMatchObject({ status: "done" });
  });

  it("comes back when the purchase that paid it is refunded itself", async () => {
    await run(purchase(account, "pi_2", 100));
    expect(await balance()).toBe("20");
    await run(clawback(account, "pi_2", 50));
    expect(await balance()).toBe("-30");
    await run(clawback(account, "pi_2", 100));
    expect(await balance()).toBe("-80");
  });

  it("is given back exactly once when the refund fails after another purchase paid it", async () => {
    await run(purchase(account, "pi_2", 100));
    await run(clawback(account, "pi_1", 0));
    expect(await balance()).toBe("120");
    expect(await run(clawback(account, "pi_1", 0))).toMatchObject({ seq: undefined });
    expect(await balance()).toBe("120");
    expect(await run(spend(account, 120))).toMatchObject({ status: "done" });
  });

  it("ends when the refund fails, and what was left before is back in its lot", async () => {
    await run(clawback(account, "pi_1", 0));
    expect(await balance()).toBe("20");
  });

  it("follows a dispute that is won after a partial refund, down to what the refund took", async () => {
    await run(clawback(account, "pi_1", 40));
    await run(clawback(account, "pi_1", 100, { cause: "dispute" }));
    expect(await balance()).toBe("-80");
    await run(clawback(account, "pi_1", 40, { cause: "dispute" }));
    expect(await balance()).toBe("-20");
  });

  it("never takes more than the payment had granted", async () => {
    expect(await run(clawback(account, "pi_1", 101))).toMatchObject({ code: "invalid_command" });
    expect(await run(clawback(account, "pi_unknown", 1))).toMatchObject({
      code: "invalid_command",
    });
    expect(await balance()).toBe("-80");
  });
});
