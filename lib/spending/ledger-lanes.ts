import type { Database } from "@/db/client";
import { postgresCodeOf } from "@/db/postgres-error";
import type { Command, Outcome } from "@/lib/ledger/commands";
import { commitUnlocked, type OutcomeUnlessLocked } from "@/lib/ledger/commit";
import { enqueue } from "@/lib/queue/enqueue";
import { createBatcher } from "@/lib/shared/batch";
import type { Credits } from "@/lib/shared/credits";
import { busy } from "@/lib/shared/errors";
import { createLanes } from "@/lib/shared/lanes";
import { commitCredits } from "./commit-credits";
import { lowBalanceNotices, lowBalanceThreshold } from "./low-balance";

const LANES = { lanes: 2, maxItems: 250, maxWaiting: 5_000, maxWaitMs: 5_000 };
/** What a service waits for. All else has lanes of its own, and never stands before these. */
const SPENDS: ReadonlySet<Command["kind"]> = new Set([
  ...(["spend", "hold", "capture", "release", "extend"] as const),
]);
/** Accounts that are waited for at once; each needs a connection of its own. */
const MAX_WAITED = 3;
/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Commits commands in shared transactions, in lanes by account: while a batch is under way the next
 * collects, and a single command starts at once. A batch waits for no account that another
 * transaction has locked: commands of such an account wait together, apart from all others. Where
 * too many accounts are locked at once, such as by a batch of grants, the rest is tried again.
 * @param lowBalance below this a balance is low
 * @returns a function that rejects with ProductError busy when too much is waiting, too long, or
 *   the account stayed locked; nothing has been done then
 */
export function createLedgerLanes(
  database: Database,
  lowBalance: Credits = lowBalanceThreshold(),
): (command: Command) => Promise<Outcome> {
  const makeLanes = () =>
    createLanes((commands: readonly Command[]) => commitInOneGo(database, commands, lowBalance), {
      ...LANES,
      laneOf: ({ accountId }) => accountId,
    });
  const [spends, others] = [makeLanes(), makeLanes()];
  const inLane = (command: Command) =>
    SPENDS.has(command.kind) ? spends(command) : others(command);
  const whenUnlocked = createWaiting(database, lowBalance);
  return async (command) => {
    const untilMs = performance.now() + LANES.maxWaitMs;
    for (;;) {
      const outcome = await (whenUnlocked.isWaiting(command) ? "locked" : inLane(command));
      if (outcome !== "locked") return outcome;
      if (whenUnlocked.hasRoomFor(command)) return whenUnlocked.commit(command);
      if (performance.now() >= untilMs) throw busy();
      await whenUnlocked.nextAnswer();
    }
  };
}

/** Two round trips: the reads with BEGIN, the writes with the notices and COMMIT. */
function commitInOneGo(
  database: Database,
  commands: readonly Command[],
  lowBalance: Credits,
): Promise<OutcomeUnlessLocked[]> {
  return database.pipelined(async (tx, commit) => [
    ...(await commitUnlocked(tx, commands, async (outcomes) => {
      const notices = lowBalanceNotices(commands, outcomes, lowBalance);
      if (notices.length > 0) await enqueue(tx, notices);
      await commit();
    })),
  ]);
}

/** Batches by account, for those that are locked by others. */
function createWaiting(database: Database, lowBalance: Credits) {
  type Answer = Outcome | "stayed locked";
  const accounts = new Map<string, { waiting: number; submit: (c: Command) => Promise<Answer> }>();
  const listeners: (() => void)[] = [];
  const commitLocked = async (commands: readonly Command[]): Promise<Answer[]> => {
    try {
      return await database.pipelined(async (tx, commit) => {
        const outcomes = await commitCredits(tx, commands, lowBalance);
        await commit();
        return outcomes;
      });
    } catch (error) {
      // An answer, no failure: each by itself would wait for the same lock, on connections of all.
      if (postgresCodeOf(error) === LOCK_NOT_AVAILABLE) return commands.map(() => "stayed locked");
      throw error;
    }
  };
  return {
    isWaiting: ({ accountId }: Command) => accounts.has(accountId),
    hasRoomFor: ({ accountId }: Command) => accounts.has(accountId) || accounts.size < MAX_WAITED,
    /** Resolves when a command that waits here is answered or refused. */
    async nextAnswer(): Promise<void> {
      if (listeners.length >= LANES.maxWaiting) throw busy();
      await new Promise<void>((resolve) => listeners.push(resolve));
    },
    async commit(command: Command): Promise<Outcome> {
      const { accountId } = command;
      const account = accounts.get(accountId) ?? {
        waiting: 0,
        submit: createBatcher(commitLocked, LANES),
      };
      accounts.set(accountId, account);
      account.waiting += 1;
      try {
        const answer = await account.submit(command);
        if (answer === "stayed locked") throw busy();
        return answer;
      } finally {
        account.waiting -= 1;
        if (account.waiting === 0) accounts.delete(accountId);
        for (const wake of listeners.splice(0)) wake();
      }
    },
  };
}
