import { describe, expect, it } from "vitest";
import * as commands from "@/dev/test/kits/ledger/commands";
import { ACCOUNT, idOf, micro, OTHER } from "@/dev/test/kits/ledger/states";
import { fromMicro, MAX_CREDITS } from "@/lib/shared/credits";
import { findFault } from "./check-command";
import type { Command } from "./commands";

const { spend, grant, hold, capture, release, reverse, transfer, purchase, clawback } = commands;
const base = { accountId: ACCOUNT, actor: "me", reason: "Why" };
const adjustment = (credits: bigint): Command => ({
  ...{ ...base, kind: "adjustment", idempotencyKey: "k", source: { type: "admin", id: "x" } },
  credits: fromMicro(credits),
});
const extend = (holdId: string, expiresInSeconds: number): Command => ({
  ...{ ...base, kind: "extend", holdId, expiresInSeconds },
});
const beyond = fromMicro(MAX_CREDITS + 1n);
const lone = String.fromCharCode(0xd800);

describe("a command that the database could store", () => {
  const good: Command[] = [
    spend(ACCOUNT, 1, { idempotencyKey: "k".repeat(255), metadata: { model: "gpt 😀" } }),
    spend(ACCOUNT, 0),
    spend(ACCOUNT, 0, { credits: MAX_CREDITS }),
    grant(ACCOUNT, 1, { priority: 2_147_483_647, expiresAt: new Date("9999-12-31T23:59:59.999Z") }),
    grant(ACCOUNT, 1, { priority: -2_147_483_647 }),
    hold(ACCOUNT, 1, { expiresInSeconds: 1 }),
    hold(ACCOUNT, 1, { expiresInSeconds: 31 * 86_400 }),
    capture(ACCOUNT, idOf(1)),
    capture(ACCOUNT, idOf(1), { credits: micro(0), absorbed: micro(0) }),
    release(ACCOUNT, idOf(1)),
    extend(idOf(1), 60),
    reverse(ACCOUNT, 1),
    reverse(ACCOUNT, 1, { credits: micro(1) }),
    transfer(ACCOUNT, OTHER, 1),
    purchase(ACCOUNT, "pi_1", 1),
    clawback(ACCOUNT, "pi_1", 0),
    adjustment(-1n),
    adjustment(MAX_CREDITS),
    { ...base, kind: "expire" },
  ];

  it.each(good.map((command) => [command.kind, command] as const))("passes: %s", (_, command) => {
    expect(findFault(command)).toBeUndefined();
  });
});

describe("a command that the database would refuse", () => {
  const amountTooSmall = "more than zero";
  const amountTooLarge = "larger than an account can hold";
  const bad: [string, Command, string][] = [
    ["an account's id that is none", spend("x", 1), "The account's id"],
    ["an account's id in capitals", spend(ACCOUNT.toUpperCase(), 1), "in lower case"],
    ["another account's id that is none", transfer(ACCOUNT, "x", 1), "The account's id"],
    ["an empty key", spend(ACCOUNT, 1, { idempotencyKey: "" }), "1 to 255 characters"],
    ["a long key", spend(ACCOUNT, 1, { idempotencyKey: "k".repeat(256) }), "1 to 255"],
    [
      "a long source",
      spend(ACCOUNT, 1, { source: { type: "t", id: "i".repeat(256) } }),
      "1 to 255",
    ],
    ["a source without a type", grant(ACCOUNT, 1, { source: { type: "", id: "i" } }), "1 to 255"],
    ["a payment without a name", purchase(ACCOUNT, "", 1, { paymentId: "" }), "1 to 255"],
    ["a NUL in a key", spend(ACCOUNT, 1, { idempotencyKey: "a\0" }), "can't be stored"],
    ["a NUL in the reason", spend(ACCOUNT, 1, { reason: "\0" }), "can't be stored"],
    ["a NUL in the actor", spend(ACCOUNT, 1, { actor: "\0" }), "can't be stored"],
    ["a NUL in the metadata", spend(ACCOUNT, 1, { metadata: { a: "\0" } }), "can't be stored"],
    ["a name in the metadata", spend(ACCOUNT, 1, { metadata: { "\0": "a" } }), "can't be stored"],
    ["half a character", spend(ACCOUNT, 1, { reason: lone }), "can't be stored"],
    ["a negative spend", spend(ACCOUNT, -1), amountTooSmall],
    ["a spend that no account could hold", spend(ACCOUNT, 0, { credits: beyond }), amountTooLarge],
    ["a grant of nothing", grant(ACCOUNT, 0), amountTooSmall],
    ["a priority in halves", grant(ACCOUNT, 1, { priority: 0.5 }), "whole number"],
    ["a large priority", grant(ACCOUNT, 1, { priority: 2_147_483_648 }), "whole number"],
    ["a far expiry", grant(ACCOUNT, 1, { expiresAt: new Date("+010000-01-01") }), "the year 10000"],
    ["an expiry that is no date", grant(ACCOUNT, 1, { expiresAt: new Date("x") }), "year 10000"],
    ["a hold of nothing", hold(ACCOUNT, 0), amountTooSmall],
    ["a hold for no time", hold(ACCOUNT, 1, { expiresInSeconds: 0 }), "1 second to 31 days"],
    ["a long hold", hold(ACCOUNT, 1, { expiresInSeconds: 31 * 86_400 + 1 }), "31 days"],
    ["half a second", hold(ACCOUNT, 1, { expiresInSeconds: 1.5 }), "whole seconds"],
    ["a hold's id", capture(ACCOUNT, "x"), "The hold's id"],
    ["a negative capture", capture(ACCOUNT, idOf(1), { credits: micro(-1) }), amountTooSmall],
    ["a large capture", capture(ACCOUNT, idOf(1), { credits: beyond }), amountTooLarge],
    ["a negative cost", capture(ACCOUNT, idOf(1), { absorbed: micro(-1) }), amountTooSmall],
    ["a release of no hold", release(ACCOUNT, "x"), "The hold's id"],
    ["an extension of no hold", extend("x", 1), "The hold's id"],
    ["an extension by no time", extend(idOf(1), 0), "1 second to 31 days"],
    ["a reversal of entry 0", reverse(ACCOUNT, 0), "above zero"],
    ["a reversal of half an entry", reverse(ACCOUNT, 1.5), "above zero"],
    ["a negative reversal", reverse(ACCOUNT, 1, { credits: micro(-1) }), amountTooSmall],
    ["a transfer to oneself", transfer(ACCOUNT, ACCOUNT, 1), "the account that they come from"],
    ["a transfer of nothing", transfer(ACCOUNT, OTHER, 0), amountTooSmall],
    [
      "a transfer on bad terms",
      transfer(ACCOUNT, OTHER, 1, { terms: { priority: 0.5 } }),
      "whole number",
    ],
    ["a purchase's id", purchase(ACCOUNT, "pi", 1, { purchaseId: "x" }), "The purchase's id"],
    ["a purchase of nothing", purchase(ACCOUNT, "pi", 0), amountTooSmall],
    ["an adjustment by nothing", adjustment(0n), amountTooSmall],
    ["a large adjustment", adjustment(-MAX_CREDITS - 1n), amountTooLarge],
  ];

  it.each(bad)("is refused by itself, not with its batch: %s", (_, command, fault) => {
    expect(findFault(command)).toContain(fault);
  });
});
