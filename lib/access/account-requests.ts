import { z } from "zod";
import type { Database } from "@/db/client";
import { enqueue } from "@/lib/queue/enqueue";
import { seal, unseal } from "./seal";

const schema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("sign-up"),
    email: z.string(),
    name: z.string(),
    passwordHash: z.string(),
    /** False when the address has had mails enough for now. */
    mayMail: z.boolean(),
    referredBy: z.uuid().nullish(),
  }),
  z.object({ kind: z.enum(["sign-in-link", "reset-password"]), email: z.string() }),
  z.object({
    kind: z.literal("refused-sign-in"),
    email: z.string(),
    ip: z.string().optional(),
    requestId: z.string().optional(),
  }),
]);

/** What a stranger asked about an address that may have an account. */
export type AccountRequest = z.infer<typeof schema>;

/**
 * Leaves a request about an address to the worker. What is done about it depends on whether the
 * address has an account, and so does the time that it takes: here every address costs one job.
 * Sealed, since an address and a password's hash stand in no queue.
 */
export async function enqueueAccountRequest(
  database: Database,
  request: AccountRequest,
): Promise<void> {
  const data = { sealed: seal(JSON.stringify(request)) };
  await database.transaction((tx) => enqueue(tx, [{ queue: "account-request", data }]));
}

/** @throws Error when it was sealed under another secret: nobody can read it any more */
export function readAccountRequest(sealed: string): AccountRequest {
  const text = unseal(sealed);
  if (text === undefined) throw new Error("an account request was sealed under another secret");
  return schema.parse(JSON.parse(text));
}
