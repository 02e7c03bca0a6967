import { describe, expect, it } from "vitest";
import * as kit from "@/dev/test/kits/ledger/commands";
import { type History, newHistory, next, paymentOf, stateOf } from "@/dev/test/kits/ledger/fold";
import { ACCOUNT, AT, aState, idOf, OTHER, secondsLater } from "@/dev/test/kits/ledger/states";
import { lastHold, play } from "@/dev/test/kits/ledger/stored";
import { MAX_CREDITS, wholeCredits } from "@/lib/shared/credits";
import type { Command } from "./commands";
import { accountOf } from "./commands/definition";
import { decide, decideBatch, nameOfKey } from "./decide";

const { spend, grant, hold, capture, release, reverse, transfer, purchase, clawback } = kit;
const key = { idempotencyKey: "k" };
const last = (history: History) => history.outcomes.at(-1);
const after = (history: History, command: Command, second = 20) =>
  next(history, command, secondsLater(second));

describe("a command that is refused says why and what to do", () => {
  const bought = play(() => purchase(ACCOUNT, "pi_1", 10));
  const held = after(bought, hold(ACCOUNT, 4));
  const owing = after(after(bought, spend(ACCOUNT, 8)), clawback(ACCOUNT, "pi_1", 5));
  const extend = (holdId: string): Command => ({
    ...{ accountId: ACCOUNT, actor: "me", reason: "Why" },
    ...{ kind: "extend", holdId, expiresInSeconds: 9 },
  });
  const full = { priority: 1, expiresAt: AT };

  const rows: [History, Command, string, string][] = [
    [bought, spend(ACCOUNT, 11), "insufficient_credits", "11 credits are needed, and 10 are"],
    [held, spend(ACCOUNT, 7), "insufficient_credits", "7 credits are needed, and 6 are available"],
    [held, hold(ACCOUNT, 7), "insufficient_credits", "and 6 are available"],
    [held, transfer(ACCOUNT, OTHER, 7), "insufficient_credits", "and 6 are available"],
    [owing, spend(ACCOUNT, 1), "in_debt", "This account owes 3 credits"],
    [owing, hold(ACCOUNT, 1), "in_debt", "owes 3 credits"],
    [owing, transfer(ACCOUNT, OTHER, 1), "in_debt", "owes 3 credits"],
    [bought, capture(ACCOUNT, idOf(99)), "not_found", "There is no such hold"],
    [bought, release(ACCOUNT, idOf(99)), "not_found", "There is no such hold"],
    [bought, extend(idOf(99)), "not_found", "There is no such hold"],
    [
      held,
      capture(ACCOUNT, lastHold(held), { credits: wholeCredits(11) }),
      "insufficient_credits",
      "11 credits were used, and 10 can be taken",
    ],
    [bought, clawback(ACCOUNT, "pi_2", 1), "invalid_command", "never added"],
    [bought, clawback(ACCOUNT, "pi_1", 11), "invalid_command", "Between 0 and 10 credits"],
    [bought, clawback(ACCOUNT, "pi_1", -1), "invalid_command", "Between 0 and 10 credits"],
    [bought, reverse(ACCOUNT, 2), "not_found", "There is no such entry"],
    [bought, reverse(ACCOUNT, 1), "invalid_command", "Only what was spent or captured"],
    [bought, grant(ACCOUNT, 1, full), "invalid_command", "would have expired already"],
    [bought, grant(ACCOUNT, 1, { expiresAt: secondsLater(20) }), "invalid_command", "expired"],
    [
      bought,
      grant(ACCOUNT, 0, { credits: MAX_CREDITS }),
      "invalid_command",
      "more than an account",
    ],
    [bought, purchase(ACCOUNT, "pi_1", 10, { purchaseId: idOf(5) }), "payment_conflict", "Nothing"],
    [bought, purchase(ACCOUNT, "pi_1", 11), "payment_conflict", paymentOf(ACCOUNT, "pi_1")],
    [
      bought,
      purchase(ACCOUNT, "pi_2", 10, { purchaseId: kit.purchaseOf(ACCOUNT, "pi_1") }),
      "payment_conflict",
      "Nothing was added",
    ],
  ];

  it.each(rows.map((row) => ({ name: `${row[1].kind}, ${row[2]}: ${row[3]}`, row })))(
    "$name",
    ({ row }) => {
      const [history, command, code, detail] = row;
      const refused = after(history, command);
      expect(last(refused)).toMatchObject({ status: "refused", code });
      expect(last(refused)).toHaveProperty("detail", expect.stringContaining(detail));
      expect(refused.entries).toEqual(history.entries);
    },
  );

  it("when its hold has ended, or everything was given back", () => {
    const released = after(held, release(ACCOUNT, lastHold(held)));
    expect(last(after(released, release(ACCOUNT, lastHold(held))))).toMatchObject({
      ...{ code: "hold_ended", detail: expect.stringContaining("released already") },
    });
    expect(last(after(held, extend(lastHold(held)), 80))).toMatchObject({ code: "hold_ended" });
    expect(last(after(held, extend(lastHold(held)), 79))).toMatchObject({
      status: "done",
      holdId: lastHold(held),
    });
    const given = after(
      after(bought, spend(ACCOUNT, 4)),
      reverse(ACCOUNT, 2, { credits: wholeCredits(3) }),
    );
    expect(last(after(given, reverse(ACCOUNT, 2, { credits: wholeCredits(2) })))).toMatchObject({
      detail: "1 credits of this entry can still be given back.",
    });
    const all = after(given, reverse(ACCOUNT, 2));
    expect(last(all)).toMatchObject({ status: "done", amount: wholeCredits(1) });
    expect(last(after(all, reverse(ACCOUNT, 2)))).toMatchObject({ code: "invalid_command" });
  });

  it("when the account that a transfer goes to could not hold it", () => {
    const rich = { ...aState([]), id: OTHER, balance: MAX_CREDITS };
    const book = { ...bought.book, accounts: new Map(bought.book.accounts).set(OTHER, rich) };
    const refused = after({ ...bought, book }, transfer(ACCOUNT, OTHER, 1));
    expect(last(refused)).toMatchObject({ status: "refused", code: "invalid_command" });
    expect(stateOf(refused, ACCOUNT).balance).toBe(wholeCredits(10));
  });
});

describe("the same key (I6)", () => {
  const bought = play(() => purchase(ACCOUNT, "pi_1", 10));
  const spent = after(bought, spend(ACCOUNT, 4, key));

  it("gets the first answer for the same command, and is refused for another", () => {
    expect(last(after(spent, spend(ACCOUNT, 4, { ...key, reason: "x", actor: "x" })))).toEqual({
      ...last(spent),
      status: "replayed",
    });
    for (const other of [
      spend(ACCOUNT, 5, key),
      spend(ACCOUNT, 4, { ...key, source: { type: "call", id: "x" } }),
      hold(ACCOUNT, 4, key),
      grant(ACCOUNT, 4, key),
      capture(ACCOUNT, idOf(1), key),
      release(ACCOUNT, idOf(1), key),
      reverse(ACCOUNT, 2, key),
      transfer(ACCOUNT, OTHER, 4, key),
    ]) {
      expect(last(after(spent, other))).toMatchObject({ code: "idempotency_mismatch" });
    }
  });

  it("with a digest of the request must come with the same request, whatever it costs by now", () => {
    const asked = after(bought, spend(ACCOUNT, 4, { ...key, asked: "one" }));
    expect(last(after(asked, spend(ACCOUNT, 5, { ...key, asked: "one" })))).toMatchObject({
      ...{ status: "replayed", amount: wholeCredits(-4) },
    });
    for (const other of [{ asked: "two" }, {}]) {
      expect(last(after(asked, spend(ACCOUNT, 4, { ...key, ...other })))).toMatchObject({
        code: "idempotency_mismatch",
      });
    }
  });

  it("belongs to the payer's account, and is taken in the other's, too", () => {
    const both = after(bought, transfer(ACCOUNT, OTHER, 4, key));
    expect(last(after(both, transfer(ACCOUNT, OTHER, 4, key)))?.status).toBe("replayed");
    expect(last(after(both, transfer(OTHER, ACCOUNT, 4, key)))).toMatchObject({
      code: "idempotency_mismatch",
    });
    expect(last(after(both, spend(OTHER, 1, key)))).toMatchObject({ code: "idempotency_mismatch" });
  });

  it("is known within a batch that holds it twice", () => {
    const batch = [spend(ACCOUNT, 4, key), spend(ACCOUNT, 4, key), spend(ACCOUNT, 5, key)];
    const { outcomes, plans, changed } = decideBatch(bought.book, batch, new Map(), {
      ...{ at: AT, newId: () => idOf(1) },
    });
    expect(outcomes.map(({ status }) => status)).toEqual(["done", "replayed", "refused"]);
    expect(plans).toHaveLength(1);
    expect(changed.map(({ balance }) => balance)).toEqual([wholeCredits(6)]);
  });

  it("of a payment is known within a batch, for another purchase or account as well", () => {
    const empty = newHistory(ACCOUNT, OTHER).book;
    const one = purchase(ACCOUNT, "pi_1", 10);
    const { outcomes, changed } = decideBatch(
      empty,
      [one, one, { ...one, accountId: OTHER }, { ...one, paymentId: "pi_x" }],
      new Map(),
      { at: AT, newId: () => idOf(1) },
    );
    expect(outcomes.map(({ status }) => status)).toEqual([
      "done",
      "replayed",
      "refused",
      "refused",
    ]);
    expect(changed).toHaveLength(1);
  });
});

describe("a decision", () => {
  const granted = play(
    () => grant(ACCOUNT, 10, { expiresAt: secondsLater(5) }),
    () => purchase(ACCOUNT, "pi_1", 10),
  );
  const surroundings = { newId: () => idOf(1) };

  it("is never dated before the account's last entry, whatever the clock says", () => {
    const late = after(granted, spend(ACCOUNT, 1), 4);
    const { plans } = decide(late.book, spend(ACCOUNT, 1), { ...surroundings, at: AT });
    expect(plans[0]?.entry?.createdAt).toEqual(secondsLater(4));
  });

  it("ends what has expired first, and not even that when it is refused", () => {
    const at = secondsLater(5);
    const done = decide(granted.book, spend(ACCOUNT, 1), { ...surroundings, at });
    expect(done.plans.map(({ entry }) => entry?.kind)).toEqual(["expiry", "spend"]);
    expect(done.states.map(({ balance }) => balance)).toEqual([wholeCredits(9)]);
    const refused = decide(granted.book, spend(ACCOUNT, 11), { ...surroundings, at });
    expect(refused).toMatchObject({ outcome: { status: "refused" }, plans: [], states: [] });
  });

  it("ends what has expired also where it moves nothing itself", () => {
    const expire: Command = { accountId: ACCOUNT, actor: "system", reason: "Due", kind: "expire" };
    const decided = decide(granted.book, expire, { ...surroundings, at: secondsLater(5) });
    expect(decided.plans.map(({ entry }) => entry?.kind)).toEqual(["expiry"]);
    expect(decided.states).toHaveLength(1);
    expect(decided.outcome).toMatchObject({ status: "done", seq: undefined });
    expect(decide(granted.book, expire, { ...surroundings, at: secondsLater(4) }).plans).toEqual(
      [],
    );
  });

  it("fails where an account wasn't loaded, rather than begin an empty one", () => {
    expect(() => accountOf(granted.book, idOf(7))).toThrow(`account ${idOf(7)} wasn't loaded`);
    expect(nameOfKey("a", "b")).toBe("a b");
  });
});
