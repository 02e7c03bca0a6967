import { requirePermission } from "@/lib/access/require";
import type { AuditFilter } from "@/lib/audit/list-audit-entries";
import { listAuditEntries } from "@/lib/audit/list-audit-entries";
import { database } from "@/lib/runtime/database";
import { csvHeaders, streamCsv } from "@/lib/shared/stream-csv";
import { resolveSearch } from "../resolve-search";

const PER_READ = 1_000;
const COLUMNS = [
  "at",
  "actor",
  "action",
  "target_type",
  "target_id",
  "ip",
  "request_id",
  "details",
];

/** The audit log as CSV, newest first, with the filters of the page. */
export async function GET(request: Request): Promise<Response> {
  await requirePermission("audit.read", "/admin/credits/audit");
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const filter = await resolveSearch(database().read, query);
  return new Response(streamCsv(COLUMNS, readRows(filter)), {
    headers: csvHeaders("audit-log.csv"),
  });
}

async function* readRows(filter: Omit<AuditFilter, "limit">) {
  for (let before = filter.before; ; ) {
    const rows = await listAuditEntries(database().read, { ...filter, before, limit: PER_READ });
    for (const row of rows) {
      const details = JSON.stringify(row.details);
      yield [
        row.at.toISOString(),
        row.actor,
        row.action,
        row.targetType,
        row.targetId,
        row.ip,
        row.requestId,
        details,
      ];
    }
    before = rows.at(-1);
    if (rows.length < PER_READ) return;
  }
}
