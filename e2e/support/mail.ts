import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "@playwright/test";
import { currentStack } from "./current-stack";

/** Waits for a mail to an address that holds something. @returns the first group of the pattern */
export async function readMailed(address: string, pattern: RegExp): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(
      () => {
        found = mailsTo(address).flatMap((mail) => pattern.exec(mail)?.[1] ?? [])[0];
        return found;
      },
      { message: `a mail to ${address} with ${pattern}`, timeout: 20_000 },
    )
    .toBeDefined();
  return found ?? "";
}

/** The latest first. Long lines are as they were before they were sent (RFC 2045, 6.7). */
function mailsTo(address: string): string[] {
  const { mailDirectory } = currentStack();
  return readdirSync(mailDirectory)
    .sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))
    .map((file) => readFileSync(path.join(mailDirectory, file), "utf8"))
    .filter((mail) => mail.split("\n\n", 1)[0]?.includes(address))
    .map((mail) => mail.replace(/=\n/g, "").replace(/=3D/g, "="));
}
