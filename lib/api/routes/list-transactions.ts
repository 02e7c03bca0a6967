import { z } from "@hono/zod-openapi";
import { ENTRY_KINDS, listEntries } from "@/lib/ledger/read-entries";
import { accountRef, namesOneAccount, ONE_ACCOUNT, resolveAccount } from "../account-ref";
import { entryJson, toEntryJson } from "../entry-json";
import { defineRoute } from "../route";
import { timestamp } from "../shapes";

export const listTransactions = defineRoute({
  id: "listTransactions",
  tag: "Credits",
  method: "GET",
  path: "/credits/transactions",
  summary: "An account's entries, newest first, a page at a time",
  auth: { scope: "credits:read" },
  idempotency: "none",
  query: z
    .object({
      ...accountRef,
      kind: z.enum(ENTRY_KINDS).optional(),
      service: z.string().min(1).max(100).optional(),
      from: timestamp.optional().openapi({ description: "Not before this instant." }),
      to: timestamp.optional().openapi({ description: "Before this instant." }),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.coerce
        .number()
        .int()
        .min(1)
        .max(Number.MAX_SAFE_INTEGER)
        .optional()
        .openapi({ description: "`next` of the page before." }),
    })
    .refine(namesOneAccount, ONE_ACCOUNT),
  answer: z.object({ transactions: z.array(entryJson), next: z.string().nullable() }),
  errors: ["not_found"],
  async handle({ runtime, caller, query }) {
    const { kind, service, from, to, limit, cursor } = query;
    const accountId = await resolveAccount(runtime, caller, query);
    const entries = await listEntries(runtime.database.read, {
      ...{ accountId, kind, service, limit: limit + 1, before: cursor },
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
    });
    const page = entries.slice(0, limit);
    const last = page.at(-1);
    return {
      transactions: page.map(toEntryJson),
      next: entries.length > limit && last ? String(last.seq) : null,
    };
  },
});
