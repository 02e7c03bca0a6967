/**
 * npm run seed:large [-- --accounts 1000000] [--entries 10]: fills the database of `npm run dev`, or
 * that of DATABASE_OWNER_URL, with that many accounts and entries of each, and an event for each
 * account's purchase. For measuring; never for production.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { SingleBar } from "cli-progress";
import { databaseEnv, readVariables } from "@/env";
import { explain } from "@/lib/shared/cli";
import { seedLarge } from "./seed";

const YEAR_MS = 365 * 86_400_000;
const count = new Intl.NumberFormat("en-US").format;

try {
  const { values } = parseArgs({
    options: {
      accounts: { type: "string", default: "1000000" },
      entries: { type: "string", default: "10" },
    },
  });
  const accounts = Number(values.accounts);
  const entriesPerAccount = Number(values.entries);
  if (!(accounts >= 1 && entriesPerAccount >= 1)) throw new Error("Give numbers of at least 1.");
  if (readVariables().NODE_ENV === "production")
    throw new Error("This fills a database with made-up customers: not in production.");
  const startedAt = Date.now();
  const era = {
    ...{ accounts, entriesPerAccount },
    startsAt: new Date(startedAt - YEAR_MS),
    endsAt: new Date(startedAt),
  };
  const bar = new SingleBar({
    format: "Seeding [{bar}] {percentage}% | {value} of {total} accounts | {eta_formatted} left",
    hideCursor: true,
    noTTYOutput: !process.stdout.isTTY,
    notTTYSchedule: 10_000,
  });
  bar.start(accounts, 0);
  const workers = Math.max(1, availableParallelism());
  const databaseUrl = databaseEnv().ownerUrl;
  try {
    await seedLarge({
      ...{ databaseUrl, era, workers },
      onProgress: (done) => bar.update(done),
      onStep: (step) => {
        bar.stop();
        console.log(step);
      },
    });
  } finally {
    bar.stop();
  }
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(
    `${count(accounts)} accounts with ${count(entriesPerAccount)} entries each and ${count(accounts)} events, in ${count(seconds)} s.`,
  );
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
