import { afterEach, describe, expect, it } from "vitest";
import { useBillingStage } from "@/dev/test/kits/billing-stage";
import { newId } from "@/lib/shared/ids";
import { findPurchaseFaults } from "./verify-purchases";

const stage = useBillingStage();

describe("I7: purchases and ledger agree, over all accounts", () => {
  /** As the owner, with guards switched off; put back afterwards. */
  const undo: string[] = [];
  const tamper = (...statements: readonly string[]) =>
    stage.asOwner(async (owner) => {
      for (const table of ["ledger_entries", "purchases", "payment_refunds"]) {
        await owner.unsafe(`alter table ${table} disable trigger user`);
      }
      for (const statement of statements) await owner.unsafe(statement);
      for (const table of ["ledger_entries", "purchases", "payment_refunds"]) {
        await owner.unsafe(`alter table ${table} enable trigger user`);
      }
    });
  afterEach(async () => {
    await tamper(...undo.splice(0));
    expect(await findPurchaseFaults(stage.database)).toEqual([]);
  });
  const paymentOf = async (purchase: Awaited<ReturnType<typeof stage.buy>>) =>
    (await stage.purchase(purchase)).paymentId;

  it("nothing is wrong where each has the other, refunds and disputes included", async () => {
    const [refunded, disputed] = [await stage.buy(), await stage.buy()];
    await stage.deliver(...(await stage.refund(refunded, 300)));
    await stage.deliver(...(await stage.dispute(disputed)));
    expect(await findPurchaseFaults(stage.database)).toEqual([]);
  });

  it("names a paid purchase without an entry, and an entry whose purchase isn't paid", async () => {
    const bought = await stage.buy();
    const payment = await paymentOf(bought);
    await tamper(`update ledger_entries set source_id = 'pi_other' where source_id = '${payment}'`);
    undo.push(`update ledger_entries set source_id = '${payment}' where source_id = 'pi_other'`);
    const faults = await findPurchaseFaults(stage.database);
    expect(faults).toEqual([
      expect.stringMatching(new RegExp(`Purchase ${bought.id} .* has no purchase entry`)),
      expect.stringContaining("pi_other, which no paid purchase has"),
    ]);
  });

  it("names credits on the wrong account", async () => {
    const bought = await stage.buy();
    const payment = await paymentOf(bought);
    const other = newId();
    await tamper(
      `update ledger_entries set account_id = '${other}' where source_id = '${payment}'`,
    );
    undo.push(
      `update ledger_entries set account_id = '${bought.user.accountId}' where source_id = '${payment}'`,
    );
    expect(await findPurchaseFaults(stage.database)).toEqual([
      expect.stringContaining(`Purchase ${bought.id}`),
      expect.stringContaining(`which account ${bought.user.accountId} bought`),
    ]);
  });

  it("names another amount than was bought, and a refund that took nothing back", async () => {
    const [bought, refunded] = [await stage.buy(), await stage.buy()];
    await stage.deliver(...(await stage.refund(refunded, 300)));
    await tamper(
      `update purchases set credits = credits + 1 where id = '${bought.id}'`,
      `update payment_refunds set amount_minor = 400 where purchase_id = '${refunded.id}'`,
    );
    undo.push(
      `update purchases set credits = credits - 1 where id = '${bought.id}'`,
      `update payment_refunds set amount_minor = 300 where purchase_id = '${refunded.id}'`,
    );
    expect(await findPurchaseFaults(stage.database)).toEqual([
      expect.stringContaining("but its entry added 1,000"),
      expect.stringContaining("should have lost 400 credits to refunds and disputes, but lost 300"),
    ]);
  });
});
