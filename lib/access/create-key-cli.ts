/** npm run key:create -- --email you@your.domain --scopes spend,hold,grant [--account all] [--name …] [--budget …] [--days …] */
import { parseArgs } from "node:util";
import { closeDatabase, database } from "@/db/client";
import { explain } from "@/lib/shared/cli";
import { parseCredits } from "@/lib/shared/credits";
import { ProductError } from "@/lib/shared/errors";
import { createApiKey } from "./api-keys";
import { parseScopes } from "./scopes";
import { findUserByEmail } from "./users";

const DAY_MS = 24 * 60 * 60 * 1000;
const USAGE =
  "npm run key:create -- --email you@your.domain --scopes spend,hold,grant [--account all|ID] [--name NAME] [--budget CREDITS] [--days DAYS]";

/** @returns the key alone, so that a script can take it from the standard output */
async function main(): Promise<string> {
  const option = { type: "string" } as const;
  const { values } = parseArgs({
    options: {
      ...{ email: option, scopes: option, account: option },
      ...{ name: option, budget: option, days: option },
    },
  });
  const { email, scopes, account, name = "Command line", budget, days } = values;
  if (!email || !scopes) throw usage(`Say for whom and which scopes: ${USAGE}`);
  if (days !== undefined && !/^[1-9]\d{0,4}$/.test(days)) {
    throw usage("Give --days as a whole number of days.");
  }
  const user = await findUserByEmail(database().read, email);
  if (!user) throw usage(`Nobody has signed up as ${email}.`);
  const { key } = await createApiKey(database(), user.id, {
    name,
    scopes: readOr(() => parseScopes(scopes)),
    ...(account !== undefined && { account }),
    ...(days !== undefined && { expiresAt: new Date(Date.now() + Number(days) * DAY_MS) }),
    ...(budget !== undefined && { monthlyBudget: readOr(() => parseCredits(budget)) }),
  });
  return key;
}

/** What was typed wrong is a sentence, not a stack. */
function readOr<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RangeError ? usage(error.message) : error;
  }
}

function usage(detail: string): ProductError {
  return new ProductError("invalid_input", { detail });
}

try {
  console.log(await main());
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
