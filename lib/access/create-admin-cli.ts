/** npm run admin:create -- --email you@your.domain [--name "Your Name"] [--vouch] */
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { parseArgs } from "node:util";
import { closeDatabase, database } from "@/db/client";
import { explain } from "@/lib/shared/cli";
import { ProductError } from "@/lib/shared/errors";
import { setRole } from "./roles";
import { takeOverAccount } from "./take-over-account";
import { createUser, findUserByEmail } from "./users";

const ACTOR = "cli";

async function main(): Promise<string> {
  const { values } = parseArgs({
    options: { email: { type: "string" }, name: { type: "string" }, vouch: { type: "boolean" } },
  });
  if (!values.email) {
    throw new ProductError("invalid_input", {
      detail: "Name the account: npm run admin:create -- --email you@your.domain",
    });
  }
  const known = await findUserByEmail(database().read, values.email);
  if (known?.role === "admin") return `${known.email} is an admin already. Nothing was changed.`;
  if (known && !known.emailVerified) {
    if (!values.vouch) throw unverified(known.email);
    await takeOverAccount(database(), known.id, await readPassword(), ACTOR);
  }
  if (known) {
    await setRole(database(), known.id, "admin", ACTOR);
    return `${known.email} is an admin now. They must sign in again.`;
  }
  const password = await readPassword();
  const user = await createUser(database(), {
    email: values.email,
    name: values.name ?? values.email.split("@")[0] ?? values.email,
    password,
    role: "admin",
    emailVerified: true,
  });
  return `${user.email} can sign in as an admin now.`;
}

function unverified(email: string): ProductError {
  return new ProductError("conflict", {
    detail: `${email} signed up but never verified the address, so the account may be a stranger's. Let them verify it, or repeat with --vouch: that sets a new password and removes sessions and keys. Nothing was changed.`,
  });
}

/** Asks on a terminal, without showing what is typed; otherwise takes the first line of the input. */
async function readPassword(): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (process.stdin.isTTY)
    process.stderr.write("Password for the new admin (at least 12 characters): ");
  const lines = createInterface({
    input: process.stdin,
    output: silent,
    terminal: process.stdin.isTTY,
  });
  const first = await lines[Symbol.asyncIterator]().next();
  lines.close();
  if (process.stdin.isTTY) process.stderr.write("\n");
  if (first.done)
    throw new ProductError("invalid_input", { detail: "Give the password on the standard input." });
  return first.value;
}

try {
  console.log(await main());
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
