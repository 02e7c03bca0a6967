import { type BatcherOptions, createBatcher } from "./batch";

export interface LanesOptions<Item> extends BatcherOptions {
  readonly lanes: number;
  /** Items with the same name share a lane. */
  readonly laneOf: (item: Item) => string;
}

/**
 * Batches side by side: what is slow or stuck in one lane doesn't hold up the others.
 * @param run carries out a batch, all or nothing; returns a result for each item, in order
 */
export function createLanes<Item, Result>(
  run: (items: readonly Item[]) => Promise<Result[]>,
  { lanes, laneOf, ...options }: LanesOptions<Item>,
): (item: Item) => Promise<Result> {
  const batchers = Array.from({ length: lanes }, () => createBatcher(run, options));
  return (item) => {
    const submit = batchers[hashText(laneOf(item)) % lanes];
    if (!submit) throw new Error("there are no lanes");
    return submit(item);
  };
}

/** FNV-1a: spreads ids evenly, also those that begin alike. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}
