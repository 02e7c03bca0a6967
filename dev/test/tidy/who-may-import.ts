import { type Import, readImports } from "./imports";
import { isTest, type Source } from "./sources";

/** What every room of lib may use. */
const BASE = ["env", "db", "lib/shared"];

/**
 * The rooms of lib, from the ground up: a room may import itself, BASE, and the rooms it lists. A
 * room never lists one that lists it, so imports point one way.
 */
const rooms: Readonly<Record<string, readonly string[]>> = {
  ledger: [],
  audit: [],
  queue: ["audit"],
  email: [],
  retention: [],
  settings: ["audit"],
  reports: [],
  docs: [],
  documents: ["settings"],
  access: ["audit", "queue", "email", "settings"],
  rates: ["audit"],
  campaigns: ["ledger", "spending", "audit", "settings"],
  gifts: ["ledger", "spending"],
  spending: ["ledger", "queue"],
  purchases: ["ledger", "queue", "spending", "audit"],
  customers: ["ledger", "audit", "access", "spending"],
  stripe: ["purchases"],
  checkout: ["purchases", "stripe", "ledger"],
  refunds: ["purchases", "stripe", "ledger", "audit", "queue", "access"],
  webhooks: ["purchases", "stripe", "audit"],
  exceptions: ["webhooks", "purchases", "stripe", "ledger", "audit", "access"],
  reconciliation: ["webhooks", "refunds", "purchases", "stripe", "ledger"],
  disputes: ["purchases", "stripe", "ledger", "audit"],
  setup: ["stripe", "purchases"],
  verification: ["ledger", "purchases", "audit"],
  backup: [],
  recovery: [".*"],
  doctor: [".*"],
  worker: [".*"],
  api: [".*"],
};

/**
 * "Who may import whom" of ARCHITECTURE.md, from the most particular folder to the least. A folder
 * may always import itself.
 */
const table: readonly { of: RegExp; name: string; may: RegExp; types?: RegExp }[] = [
  { name: "packages", of: /^packages\/[^/]+\//, may: /^$/ },
  { name: "dev", of: /^(dev|e2e)\//, may: /./ },
  { name: "server", of: /^server\//, may: /^(env|db|lib)(\/|$)/ },
  { name: "env", of: /^env\//, may: /^$/ },
  { name: "lib/shared/log", of: /^lib\/shared\/(log|cli)$/, may: /^(env|lib\/shared)(\/|$)/ },
  { name: "lib/shared", of: /^lib\/shared\//, may: /^$/, types: /^env(\/|$)/ },
  { name: "db", of: /^db\//, may: /^(env(\/|$)|lib\/shared\/)/ },
  // The doors through which app reaches the database without importing db.
  { name: "lib/runtime", of: /^lib\/runtime\//, may: /^(env|db|lib)(\/|$)/ },
  ...Object.entries(rooms).map(([room, others]) => ({
    name: `lib/${room}`,
    of: new RegExp(`^lib/${room}/`),
    may: new RegExp(`^(${[...BASE, ...others.map((other) => `lib/${other}`)].join("|")})(/|$)`),
  })),
  {
    name: "components",
    of: /^components\//,
    may: /^lib\/shared\/(?!log$)/,
    types: /^lib\//,
  },
  { name: "app", of: /^app\//, may: /^(components\/|lib\/|env(\/|$))/ },
  { name: "the root", of: /^[^/]+$/, may: /^(env|instrumentation[^/]*|lib|dev|e2e)(\/|$)/ },
];

/** @returns a sentence per import that the table doesn't allow */
export function findForbiddenImports(source: Source): string[] {
  const own = source.path.replace(/\.(ts|tsx|mjs)$/, "");
  const row = table.find((candidate) => candidate.of.test(own));
  if (!row) {
    return [`${source.path}: "who may import whom" says nothing about this folder; add a row.`];
  }
  // Tests reach into everything, but those of a package stay outside like the package itself.
  if (isTest(source.path) && row.name !== "packages") return [];
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
  { of: /^stripe(\/|$)/, only: /^(lib\/stripe|packages|dev|e2e)\//, who: "lib/stripe" },
  {
    of: /^next(?!\/(?:link|navigation)$)(\/|$)/,
    only: /^(app\/|server\/|lib\/access\/|next\.config|proxy\.ts)/,
    who: "app, server and lib/access",
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
