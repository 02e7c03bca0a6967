import { requirePermission } from "@/lib/access/require";
import { streamText } from "@/lib/api/stream-text";
import { listAuditEntries } from "@/lib/audit/list-audit-entries";
import { database } from "@/lib/runtime/database";
import { csvLine } from "@/lib/shared/csv";
import { resolveSearch } from "../resolve-search";

const PER_READ = 1_000;
const HEADINGS = ["at", "actor", "action", "target_type", "target_id", "ip", "details"];

/** The audit log as CSV, newest first, with the filters of the page. */
export async function GET(request: Request): Promise<Response> {
  await requirePermission("audit.read", "/admin/credits/audit");
  const query = Object.fromEntries(new URL(request.url).searchParams);
  return streamText(writeLines(await resolveSearch(database().read, query)), {
    contentType: "text/csv",
    fileName: "audit-log.csv",
  });
}

async function* writeLines(
  filter: Awaited<ReturnType<typeof resolveSearch>>,
): AsyncGenerator<string> {
  yield csvLine(HEADINGS);
  for (let before = filter.before; ; ) {
    const rows = await listAuditEntries(database().read, { ...filter, before, limit: PER_READ });
    yield rows
      .map((row) =>
        csvLine([
          ...[row.at.toISOString(), row.actor, row.action, row.targetType ?? ""],
          ...[row.targetId ?? "", row.ip ?? "", JSON.stringify(row.details)],
        ]),
      )
      .join("");
    before = rows.at(-1);
    if (rows.length < PER_READ) return;
  }
}
