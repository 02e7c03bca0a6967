import { readImports } from "./imports";
import { isTest, type Source } from "./sources";

/** The largest share of lib's lines that a room may hold; the ledger is what the product is about. */
const MAX_SHARE = { room: 1 / 4, ledger: 1 / 3 };

/**
 * Import circles: files that need each other can't be read, or tested, one after the other.
 * Imports of types alone don't count, since they are gone when the code runs.
 * @returns a sentence per circle
 */
export function findCircles(sources: readonly Source[]): string[] {
  const known = new Map(sources.map((source) => [moduleOf(source.path), source]));
  const done = new Set<string>();
  const circles: string[] = [];

  function visit(module: string, trail: readonly string[]): void {
    const start = trail.indexOf(module);
    if (start >= 0) circles.push(`${[...trail.slice(start), module].join(" → ")} is a circle.`);
    if (start >= 0 || done.has(module)) return;
    for (const target of targetsOf(known.get(module))) visit(target, [...trail, module]);
    done.add(module);
  }

  function targetsOf(source: Source | undefined): string[] {
    if (!source) return [];
    return readImports(source)
      .filter(({ own, typeOnly }) => own && !typeOnly)
      .map(({ target }) => (known.has(target) ? target : `${target}/index`))
      .filter((target) => known.has(target));
  }

  for (const module of known.keys()) visit(module, []);
  return circles;
}

/** @returns a sentence per room of lib that holds more than its share of the lines, tests left out */
export function findLargeRooms(sources: readonly Source[]): string[] {
  const lines = new Map<string, number>();
  for (const source of sources) {
    const room = /^lib\/([^/]+)\//.exec(source.path)?.[1];
    if (!room || isTest(source.path)) continue;
    lines.set(room, (lines.get(room) ?? 0) + source.text.split("\n").length);
  }
  const total = [...lines.values()].reduce((sum, count) => sum + count, 0);
  return [...lines].flatMap(([room, count]) => {
    const share = count / total;
    const most = room === "ledger" ? MAX_SHARE.ledger : MAX_SHARE.room;
    if (share <= most) return [];
    return [
      `lib/${room} holds ${Math.round(share * 100)} % of lib; open it into rooms of its own.`,
    ];
  });
}

function moduleOf(path: string): string {
  return path.replace(/\.(ts|tsx|mjs)$/, "");
}
