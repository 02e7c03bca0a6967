import { type Import, readImports } from "./imports";
import { isTest, type Source } from "./sources";

/**
 * "Who may import whom" of ARCHITECTURE.md, from the most particular folder to the least. A folder
 * may always import itself.
 */
const table: readonly { of: RegExp; name: string; may: RegExp; types?: RegExp }[] = [
  { name: "dev/stripe", of: /^dev\/stripe\//, may: /^$/ },
  { name: "dev", of: /^(dev|e2e)\//, may: /./ },
  // The doors through which app reaches the database without importing db.
  { name: "lib/database", of: /^lib\/(database|health)$/, may: /^(db\/|lib\/[^/]+$)/ },
  { name: "lib/log", of: /^lib\/log$/, may: /^env$/ },
  { name: "a leaf", of: /^lib\/[^/]+$/, may: /^lib\/[^/]+$/ },
  { name: "db", of: /^db\//, may: /^(env$|lib\/[^/]+$)/ },
  { name: "lib/ledger", of: /^lib\/ledger\//, may: /^(env$|lib\/[^/]+$|db\/)/ },
  { name: "lib/access", of: /^lib\/access\//, may: /^(env$|lib\/[^/]+$|db\/)/ },
  {
    name: "lib/billing",
    of: /^lib\/billing\//,
    may: /^(env$|lib\/[^/]+$|db\/|lib\/ledger(\/|$)|lib\/jobs\/enqueue$)/,
  },
  {
    name: "lib/jobs",
    of: /^lib\/jobs\//,
    may: /^(env$|lib\/[^/]+$|db\/|lib\/(ledger|billing|email)(\/|$))/,
  },
  { name: "lib/http", of: /^lib\/http\//, may: /^(env$|lib\/[^/]+$|lib\/access(\/|$))/ },
  { name: "lib/email", of: /^lib\/email\//, may: /^(env$|db\/|lib\/[^/]+$)/ },
  {
    name: "components",
    of: /^components\//,
    may: /^lib\/(?!database$|log$)[^/]+$/,
    types: /^lib\//,
  },
  { name: "app", of: /^app\//, may: /^(components\/|lib\/|env$)/ },
  { name: "the root", of: /^[^/]+$/, may: /^(env|instrumentation[^/]*|lib\/.*|dev\/.*|e2e\/.*)$/ },
];

/** @returns a sentence per import that the table doesn't allow */
export function findForbiddenImports(source: Source): string[] {
  const own = source.path.replace(/\.(ts|tsx|mjs)$/, "");
  const row = table.find((candidate) => candidate.of.test(own));
  if (!row) {
    return [`${source.path}: "who may import whom" says nothing about this folder; add a row.`];
  }
  // Tests reach into everything, but the emulator's stay outside like the emulator itself.
  if (isTest(source.path) && row.name !== "dev/stripe") return [];
  return readImports(source)
    .filter(({ own: ours }) => ours)
    .filter((used) => !isAllowed(row, used))
    .map(({ target }) => `${source.path} imports ${target}, which ${row.name} may not.`);
}

function isAllowed(row: (typeof table)[number], { target, typeOnly }: Import): boolean {
  const inside = row.of.test(target) || row.of.test(`${target}/`);
  return inside || row.may.test(target) || (typeOnly && row.types?.test(target) === true);
}

const packageRules = [
  // Links and the current path are what a component shows, and no request handler needs them.
  { of: /^next\/(link|navigation)$/, only: /^(app|components|lib\/access)\//, who: "interfaces" },
  { of: /^stripe(\/|$)/, only: /^(lib\/billing\/stripe|dev|e2e)\//, who: "lib/billing/stripe" },
  {
    of: /^next(?!\/(?:link|navigation)$)(\/|$)/,
    only: /^(app\/|lib\/access\/|next\.config)/,
    who: "app and lib/access",
  },
];

/** @returns a sentence per package that is imported outside of its only place */
export function findForbiddenPackages(source: Source): string[] {
  if (isTest(source.path)) return [];
  return readImports(source).flatMap(({ target, own }) =>
    packageRules
      .filter((rule) => !own && rule.of.test(target) && !rule.only.test(source.path))
      .map((rule) => `${source.path} imports ${target}, which only ${rule.who} may.`),
  );
}
