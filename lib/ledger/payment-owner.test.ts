import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { purchase, spend } from "@/dev/test/kits/ledger/commands";
import { newId } from "@/lib/shared/ids";
import type { Command } from "./commands";
import { commit } from "./commit";
import { verifyLedger } from "./verify";

/** A payment belongs to one purchase of one account, whoever reports it and in whatever order. */
describe("a payment", () => {
  const db = useTestDatabase();
  const run = async (...commands: Command[]) =>
    db().database.transaction((tx) => commit(tx, commands));
  const paymentId = () => `pi_${newId()}`;
  const entriesOf = async (payment: string) => {
    const rows = await db().database.read.execute(
      sql`select from ledger_entries where source_id = ${payment}`,
    );
    return rows.length;
  };

  it("that was credited to one account is refused for another", async () => {
    const payment = paymentId();
    expect(await run(purchase(newId(), "pi", 100, { paymentId: payment }))).toMatchObject([
      { status: "done" },
    ]);
    expect(await run(purchase(newId(), "pi", 100, { paymentId: payment }))).toMatchObject([
      { status: "refused", code: "payment_conflict" },
    ]);
    expect(await entriesOf(payment)).toBe(1);
  });

  it("is refused for another purchase, and a purchase for another payment", async () => {
    const account = newId();
    const [payment, purchaseId] = [paymentId(), newId()];
    await run(purchase(account, "pi", 100, { paymentId: payment, purchaseId }));
    for (const other of [
      purchase(account, "pi", 100, { paymentId: payment, purchaseId: newId() }),
      purchase(account, "pi", 100, { paymentId: paymentId(), purchaseId }),
      purchase(account, "pi", 101, { paymentId: payment, purchaseId }),
      purchase(newId(), "pi", 100, { paymentId: paymentId(), purchaseId }),
    ]) {
      expect(await run(other)).toMatchObject([{ status: "refused", code: "payment_conflict" }]);
    }
  });

  it("is credited once when two accounts claim it in one batch", async () => {
    const payment = paymentId();
    const claims = [newId(), newId()].map((account) =>
      purchase(account, "pi", 100, { paymentId: payment }),
    );
    expect(await run(...claims)).toMatchObject([
      { status: "done" },
      { status: "refused", code: "payment_conflict" },
    ]);
  });

  it("is credited once when ten accounts claim it at once", async () => {
    const payment = paymentId();
    const claims = Array.from({ length: 10 }, () =>
      run(purchase(newId(), "pi", 100, { paymentId: payment })),
    );
    const outcomes = (await Promise.all(claims)).flat();
    expect(outcomes.filter(({ status }) => status === "done")).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status === "refused")).toHaveLength(9);
    expect(await entriesOf(payment)).toBe(1);
    expect((await verifyLedger(db().database)).fault).toBeUndefined();
  });

  it("may share its name with what a spend was for", async () => {
    const account = newId();
    const payment = paymentId();
    await run(purchase(account, "pi", 100, { paymentId: payment }));
    const source = { type: "payment", id: payment };
    expect(await run(spend(account, 1, { source }))).toMatchObject([{ status: "done" }]);
  });
});
