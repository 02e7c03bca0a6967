import { setImmediate as nextTurn } from "node:timers/promises";
import { busy } from "./errors";

export interface BatcherOptions {
  /** How many items one batch takes at most. */
  readonly maxItems: number;
  /** How many may wait. Beyond that an item is refused at once: waiting would be pointless. */
  readonly maxWaiting: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets concurrent requests share a transaction: while one batch is under way the next collects.
 * A single request starts at once.
 *
 * When a batch fails, each of its items is run again by itself, beside the next batches: an item
 * that can't be done, or is stuck, neither fails its neighbours nor holds up what comes after it.
 * `run` must therefore be all or nothing.
 *
 * @param run carries out a batch; returns a result for each item, in order
 */
export function createBatcher<Item, Result>(
  run: (items: readonly Item[]) => Promise<Result[]>,
  options: BatcherOptions,
): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let running = false;

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
      waiting.push({ item, resolve, reject });
      if (!running) void drain();
    });
}
