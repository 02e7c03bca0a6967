import { setImmediate as nextTurn } from "node:timers/promises";
import { busy } from "./errors";

export interface BatcherOptions {
  /** How many items one batch takes at most. */
  readonly maxItems: number;
  /** How many may wait. Beyond that an item is refused at once: waiting would be pointless. */
  readonly maxWaiting: number;
  /** How long one may wait until its batch begins; then it is refused. For ever unless told. */
  readonly maxWaitMs?: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  /** When it came, by the process's own clock. */
  readonly sinceMs: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets concurrent requests share a transaction: while one batch is under way the next collects.
 * A single request starts at once.
 *
 * When a batch fails, each of its items is run again by itself, beside the next batches: an item
 * that can't be done, or is stuck, neither fails its neighbours nor holds up what comes after it.
 * `run` must therefore be all or nothing. What is refused for want of time has not begun.
 *
 * @param run carries out a batch; returns a result for each item, in order
 */
export function createBatcher<Item, Result>(
  run: (items: readonly Item[]) => Promise<Result[]>,
  options: BatcherOptions,
): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  const { maxWaitMs } = options;
  let running = false;
  let timer: NodeJS.Timeout | undefined;

  /** Refuses what has waited too long. One timer, for the first: the others came later. */
  function watch(): void {
    const [first] = waiting;
    if (maxWaitMs === undefined || timer !== undefined || !first) return;
    const leftMs = first.sinceMs + maxWaitMs - performance.now();
    timer = setTimeout(refuseLate, Math.max(leftMs, 0));
  }

  function refuseLate(): void {
    timer = undefined;
    const lateMs = performance.now() - (maxWaitMs ?? Number.POSITIVE_INFINITY);
    const inTime = waiting.findIndex(({ sinceMs }) => sinceMs > lateMs);
    const late = waiting.splice(0, inTime === -1 ? waiting.length : inTime);
    for (const { reject } of late) reject(busy());
    watch();
  }

  async function drain(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      await runBatch(waiting.splice(0, options.maxItems));
      // Who was answered may ask again at once: the next batch takes them along, instead of
      // leaving with the few that came before.
      await nextTurn();
    }
    running = false;
  }

  async function runBatch(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await run(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const single of batch) void runBatch([single]);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= options.maxWaiting) {
        reject(busy());
        return;
      }
      waiting.push({ item, sinceMs: performance.now(), resolve, reject });
      if (running) watch();
      else void drain();
    });
}
