import { allowedSkipReason } from "../results";
import { isTest, type Source, withoutComments } from "./sources";

const environmentReaders = new Set([
  "env/variables.ts",
  "env/process.ts",
  // Decide before env/index.ts is loaded where Next builds, and in which of its runtimes this is.
  "next.config.ts",
  "instrumentation.ts",
  // A program of its own, which imports nothing of ours.
  "packages/stripe-emulator/main.ts",
  // Playwright's workers inherit the environment and nothing else.
  "e2e/support/current-stack.ts",
]);

/** @returns a sentence when a file other than the few that must reads process.env */
export function findEnvironmentReads(source: Source): string[] {
  if (environmentReaders.has(source.path)) return [];
  return /\bprocess\s*\.\s*env\b|\bprocess\[["']env/.test(codeOf(source))
    ? [`${source.path} reads the environment; ask env() of env/index.ts.`]
    : [];
}

const owners = [
  {
    room: "lib/ledger",
    tables: "credit_?accounts|ledger_?entries|payments|credit_?lots|credit_?holds",
  },
  {
    room: "lib/purchases",
    tables: "purchases|payment_?refunds|payment_?disputes|stripe_?objects",
    // The bench fills the table as a whole month of sales would have.
    except: /^dev\/bench\//,
  },
].map(({ room, tables, except }) => ({
  room,
  except,
  drizzleWrite: new RegExp(`\\.(insert|update|delete)\\(\\s*(\\w+\\.)?(${tables})\\b`, "i"),
  sqlWrite: new RegExp(
    `\\b(insert\\s+into|update|delete\\s+from|truncate|copy)\\s+(\\$\\{\\s*(\\w+\\.)?)?"?(${tables})\\b`,
    "i",
  ),
}));

/** @returns a sentence per room whose tables are written by code outside of it */
export function findForeignWrites(source: Source): string[] {
  if (isTest(source.path) || source.path.startsWith("db/migrations/")) return [];
  const code = codeOf(source);
  return owners
    .filter(({ room, except }) => !source.path.startsWith(`${room}/`) && !except?.test(source.path))
    .filter(({ drizzleWrite, sqlWrite }) => drizzleWrite.test(code) || sqlWrite.test(code))
    .map(({ room }) => `${source.path} writes a table of ${room}; only that room may.`);
}

/**
 * @returns a sentence when production code recognises an error by a class of which each of Next's
 *   bundles has a copy of its own
 */
export function findErrorsByClass(source: Source): string[] {
  if (isTest(source.path) || !/^(app|lib|db|server|instrumentation)/.test(source.path)) return [];
  return /\binstanceof\s+(ProductError|\w+\.PostgresError|Stripe\.|Drizzle\w*Error)/.test(
    codeOf(source),
  )
    ? [`${source.path} recognises an error by its class, which fails across bundles.`]
    : [];
}

const testFaults: readonly { pattern: RegExp; fault: string }[] = [
  { pattern: /\b(it|test|describe)(\.\w+)*\.only\b/, fault: "runs only some of its tests" },
  {
    pattern: /\b(it|test|describe)(\.\w+)*\.(skip|skipIf|runIf|todo|fixme)\b/,
    fault: "skips a test",
  },
  { pattern: /\bxit\(|\bxdescribe\(/, fault: "skips a test" },
  { pattern: /\bvi\.(mock|doMock|useFakeTimers)\(/, fault: "replaces our own code, or time" },
  {
    pattern: /=>\s*\{?\s*setTimeout\(\s*\w+\s*,|timers\/promises|waitForTimeout\(/,
    fault: "sleeps",
  },
];

/** @returns a sentence per habit that makes a test worth less than it looks */
export function findTestFaults(source: Source): string[] {
  if (!isTest(source.path)) return [];
  // The one allowed skip states its reason in so many words.
  const reason = new RegExp(`\\btest\\.skip\\([^;]*"${allowedSkipReason}"\\s*,?\\s*\\)`, "g");
  const code = codeOf(source).replace(reason, "");
  return testFaults
    .filter(({ pattern }) => pattern.test(code))
    .map(({ fault }) => `${source.path} ${fault}.`);
}

const generatedFiles: ReadonlySet<string> = new Set(["packages/client/generated.ts"]);

/** @returns a sentence when a file is too long to be read in one go */
export function findLongFile(source: Source): string[] {
  if (generatedFiles.has(source.path)) return [];
  const lines = source.text.trimEnd().split("\n").length;
  return lines > 300 ? [`${source.path} has ${lines} lines; split it below 300.`] : [];
}

const kebabCase = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const wellKnown =
  /^(README|ARCHITECTURE|CONTRIBUTING|CHANGELOG|SECURITY)\.md$|^LICENSE$|^Dockerfile$|^ISSUE_TEMPLATE$/;
// What Next gives a meaning: [id], [...path], (group), @slot, _private.
const routeSegment = /^(\[+(\.{3})?[a-z][A-Za-z0-9]*\]+|\([a-z0-9-]+\)|@[a-z0-9-]+|_[a-z0-9-]+)$/;

/** @returns a sentence per part of a path that isn't kebab-case */
export function findBadName(file: string): string[] {
  const generated = /^(db\/migrations\/|docs\/images\/|patches\/)/.test(file);
  return file
    .split("/")
    .filter((part) => !kebabCase.test(part) && !wellKnown.test(part))
    .filter((part) => !generated && !(file.startsWith("app/") && routeSegment.test(part)))
    .map((part) => `${file}: ${part} is not kebab-case.`);
}

function codeOf(source: Source): string {
  return withoutComments(source.text);
}
