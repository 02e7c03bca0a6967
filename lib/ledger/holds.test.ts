import { describe, expect, it } from "vitest";
import {
  capture,
  clawback,
  grant,
  hold,
  purchase,
  release,
  reverse,
  spend,
} from "@/dev/test/kits/ledger/commands";
import { assertSound, type History, newHistory, next, stateOf } from "@/dev/test/kits/ledger/fold";
import { wholeCredits } from "@/lib/shared/credits";
import type { Command } from "./commands";

const account = "01920000-0000-7000-8000-0000000000aa";
const start = Date.UTC(2026, 0, 1);

/** Commands with the second at which each is given. */
function play(...steps: [number, (history: History) => Command][]): History {
  let history = newHistory(account);
  for (const [second, make] of steps) {
    history = next(history, make(history), new Date(start + second * 1_000));
  }
  assertSound(history);
  return history;
}

const holdId = (history: History) => [...stateOf(history, account).holds.keys()].at(-1) ?? "";
const inSeconds = (seconds: number) => new Date(start + seconds * 1_000);
function end(history: History) {
  const { balance, held } = stateOf(history, account);
  return { balance, held, outcome: history.outcomes.at(-1) };
}

describe("a hold", () => {
  const bought: [number, () => Command] = [0, () => purchase(account, "pi", 100)];
  const held: [number, () => Command] = [0, () => hold(account, 60, { expiresInSeconds: 10 })];

  it("keeps its credits from spends and from other holds", () => {
    for (const taking of [spend(account, 41), hold(account, 41)]) {
      expect(end(play(bought, held, [1, () => taking])).outcome).toMatchObject({
        code: "insufficient_credits",
      });
    }
    expect(end(play(bought, held, [1, () => spend(account, 40)])).balance).toBe(wholeCredits(60));
  });

  it("gives free by itself what it held once it has expired, without any sweeper", () => {
    expect(end(play(bought, held, [9, () => spend(account, 41)])).outcome?.status).toBe("refused");
    expect(end(play(bought, held, [10, () => spend(account, 100)]))).toMatchObject({
      balance: 0n,
      held: 0n,
    });
  });

  it("takes what it held when it expires, if it was told so", () => {
    const stream: [number, () => Command] = [
      0,
      () => hold(account, 60, { expiresInSeconds: 10, onExpire: "capture" }),
    ];
    expect(end(play(bought, stream, [10, () => spend(account, 40)]))).toMatchObject({
      balance: 0n,
      held: 0n,
    });
  });

  it("can't be captured or released once it has expired", () => {
    for (const late of [capture, release]) {
      expect(
        end(play(bought, held, [10, (at) => late(account, holdId(at))])).outcome,
      ).toMatchObject({ code: "hold_ended" });
    }
  });

  it("can't be captured once it has expired, however many others have, too", () => {
    const holds = Array.from({ length: 101 }, (): [number, () => Command] => [
      0,
      () => hold(account, 1, { expiresInSeconds: 10 }),
    ]);
    for (const late of [capture, release]) {
      const { outcome } = end(
        play([0, () => purchase(account, "pi", 200)], ...holds, [
          10,
          (at) => late(account, holdId(at)),
        ]),
      );
      expect(outcome).toMatchObject({ code: "hold_ended" });
    }
  });

  it("is captured in whole, in part, not at all, or for more when that is available", () => {
    for (const [used, left] of [
      [undefined, 40],
      [10, 90],
      [0, 100],
      [70, 30],
    ] as const) {
      const credits = used === undefined ? undefined : wholeCredits(used);
      expect(
        end(play(bought, held, [1, (at) => capture(account, holdId(at), { credits })])),
      ).toMatchObject({ balance: wholeCredits(left), held: 0n });
    }
  });

  it("captured for more than there is follows what was asked", () => {
    const over = (onInsufficient: "refuse" | "take_available" | "owe") =>
      end(
        play(bought, held, [
          1,
          (at) => capture(account, holdId(at), { credits: wholeCredits(130), onInsufficient }),
        ]),
      );
    expect(over("refuse")).toMatchObject({
      balance: wholeCredits(100),
      held: wholeCredits(60),
      outcome: { code: "insufficient_credits" },
    });
    expect(over("take_available")).toMatchObject({
      balance: 0n,
      held: 0n,
      outcome: { amount: wholeCredits(-100), shortfall: wholeCredits(30) },
    });
    expect(over("owe")).toMatchObject({
      balance: wholeCredits(-30),
      outcome: { amount: wholeCredits(-130), shortfall: 0n },
    });
  });

  it("loses to a clawback: what isn't there any more is a shortfall of its capture", () => {
    const after = play(
      bought,
      held,
      [1, () => clawback(account, "pi", 70)],
      [2, (at) => capture(account, holdId(at), { onInsufficient: "take_available" })],
    );
    expect(end(after)).toMatchObject({
      balance: 0n,
      held: 0n,
      outcome: { amount: wholeCredits(-30), shortfall: wholeCredits(30) },
    });
  });

  it("keeps a lot from expiring as far as it needs, until it ends", () => {
    const given: [number, () => Command] = [
      0,
      () => grant(account, 100, { expiresAt: inSeconds(5) }),
    ];
    const during = play(given, held, [6, () => spend(account, 1)]);
    expect(end(during)).toMatchObject({ outcome: { code: "insufficient_credits" } });
    const captured = play(given, held, [
      6,
      (at) => capture(account, holdId(at), { credits: wholeCredits(50) }),
    ]);
    expect(end(captured)).toMatchObject({ balance: wholeCredits(10), held: 0n });
    const expire = {
      kind: "expire",
      accountId: account,
      actor: "system",
      reason: "Sweep",
    } as const;
    const [...steps] = [
      given,
      held,
      [6, (at: History) => capture(account, holdId(at), { credits: wholeCredits(50) })],
      [7, () => expire],
    ] as Parameters<typeof play>;
    expect(end(play(...steps))).toMatchObject({ balance: 0n });
  });
});

describe("expired credits", () => {
  const expiring: [number, () => Command] = [
    0,
    () => grant(account, 100, { expiresAt: inSeconds(5) }),
  ];

  it("are neither spent nor cover for a clawback, which leaves debt", () => {
    const bought: [number, () => Command] = [0, () => purchase(account, "pi", 20)];
    const spent: [number, () => Command] = [0, () => spend(account, 110)];
    expect(end(play(bought, expiring, [5, () => spend(account, 21)])).outcome).toMatchObject({
      code: "insufficient_credits",
    });
    const after = play(
      bought,
      expiring,
      spent,
      [1, () => grant(account, 50, { expiresAt: inSeconds(5) })],
      [6, () => clawback(account, "pi", 20)],
    );
    expect(end(after).balance).toBe(wholeCredits(-10));
  });

  it("end in a hundred entries of one command at most", () => {
    const many = Array.from({ length: 150 }, (_, n): [number, () => Command] => [
      0,
      () => grant(account, 1, { expiresAt: inSeconds(5), priority: n }),
    ]);
    const once = play(...many, [0, () => purchase(account, "pi", 5)], [9, () => spend(account, 5)]);
    expect(once.entries.filter(({ kind }) => kind === "expiry")).toHaveLength(100);
    expect(end(once).outcome).toMatchObject({ status: "done" });
  });
});

describe("a reversal", () => {
  const spent: [number, () => Command][] = [
    [0, () => purchase(account, "pi", 100)],
    [0, () => spend(account, 30)],
  ];

  it("gives back once, in parts or at once, and never more than was taken", () => {
    const part = play(...spent, [1, () => reverse(account, 2, { credits: wholeCredits(10) })]);
    expect(end(part).balance).toBe(wholeCredits(80));
    const rest = next(part, reverse(account, 2), inSeconds(2));
    expect(end(rest).balance).toBe(wholeCredits(100));
    for (const again of [reverse(account, 2), reverse(account, 2, { credits: wholeCredits(1) })]) {
      expect(end(next(rest, again, inSeconds(3))).outcome).toMatchObject({
        code: "invalid_command",
      });
    }
  });

  it("is only of what was spent or captured", () => {
    expect(end(play(...spent, [1, () => reverse(account, 1)])).outcome).toMatchObject({
      code: "invalid_command",
    });
    expect(end(play(...spent, [1, () => reverse(account, 9)])).outcome).toMatchObject({
      code: "not_found",
    });
  });
});
