import { currentUser } from "@/lib/access";
import { methods } from "@/lib/api/methods";
import { type Activity, walkActivity } from "@/lib/reports/search-activity";
import { database } from "@/lib/runtime/database";
import { ProductError } from "@/lib/shared/errors";
import { readAddress } from "@/lib/shared/query";
import { csvHeaders, streamCsv } from "@/lib/shared/stream-csv";
import { currentViewer } from "../../../../../viewer";
import { FILTERS, readFilters } from "../query";

const COLUMNS = [
  ...["number", "time", "kind", "credits", "balance", "reason"],
  ...["service", "model", "reference", "source_type", "source_id"],
];

/** The reader's own activity as CSV, with the filters of the page. */
export const { GET } = methods("GET", async (request) => {
  const user = await currentUser();
  if (!user) throw new ProductError("unauthenticated", { detail: "Sign in again." });
  const { timeZone } = await currentViewer();
  const query = readAddress(request.url, ...FILTERS);
  const rows = walkActivity(database().read, {
    ...readFilters(query, timeZone),
    accountId: user.accountId,
  });
  return new Response(streamCsv(COLUMNS, toCells(rows)), { headers: csvHeaders("activity.csv") });
});

async function* toCells(rows: AsyncIterable<Activity>) {
  for await (const { metadata, ...entry } of rows) {
    yield [
      ...[entry.seq, entry.createdAt.toISOString(), entry.kind, entry.amount, entry.balanceAfter],
      ...[entry.reason, metadata.service ?? null, metadata.model ?? null],
      ...[metadata.reference ?? null, entry.sourceType, entry.sourceId],
    ];
  }
}
