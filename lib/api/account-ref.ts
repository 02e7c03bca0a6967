import { z } from "@hono/zod-openapi";
import type { AccountRef } from "@/lib/customers/find-account";
import { noSuch } from "@/lib/shared/assert-id";
import type { Caller } from "./authorize";
import type { ApiRuntime } from "./runtime";

export const externalId = z
  .string()
  .min(1)
  .max(200)
  .openapi({ description: "Your own id of a customer.", example: "tenant-42" });

/**
 * Whose account is meant; the key's own when none is named. Only keys for all accounts, and admins,
 * may name others.
 */
export const accountRef = {
  customer: externalId.optional(),
  account: z.uuid().optional().openapi({ description: "An account's id." }),
  user: z.uuid().optional().openapi({ description: "The id of a user who signs in here." }),
};

interface GivenRef {
  readonly customer?: string | undefined;
  readonly account?: string | undefined;
  readonly user?: string | undefined;
}

/** For `superRefine` of a schema that holds `accountRef`. */
export function namesOneAccount(given: GivenRef): boolean {
  return [given.customer, given.account, given.user].filter((id) => id !== undefined).length <= 1;
}

export const ONE_ACCOUNT = {
  error: "Name one of customer, account and user.",
  path: ["account"],
};

/**
 * The account that a request means.
 * @throws ProductError not_found when it doesn't exist or isn't the caller's: nobody learns which
 */
export async function resolveAccount(
  runtime: ApiRuntime,
  caller: Caller,
  given: GivenRef,
): Promise<string> {
  const ref = toRef(given);
  if (ref === undefined) return caller.accountId;
  if ("account" in ref && ref.account === caller.accountId) return caller.accountId;
  const found = await runtime.findAccount(ref);
  if (found === undefined) throw noSuch("account");
  assertReaches(caller, found);
  return found;
}

/**
 * @param what the name of what the caller asked for
 * @throws ProductError not_found when it belongs to an account that the caller can't reach
 */
export function assertReaches(caller: Caller, accountId: string, what = "account"): void {
  if (!caller.reachesAll && accountId !== caller.accountId) throw noSuch(what);
}

function toRef({ customer, account, user }: GivenRef): AccountRef | undefined {
  if (customer !== undefined) return { customer };
  if (account !== undefined) return { account };
  return user === undefined ? undefined : { user };
}
