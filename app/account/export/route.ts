import { Readable } from "node:stream";
import { requireRecentUser } from "@/lib/access/require";
import { exportData } from "@/lib/customers/export-data";
import { database } from "@/lib/runtime/database";

/** Everything that is kept about who asks, as a file that is written as it is read. */
export async function GET(): Promise<Response> {
  const user = await requireRecentUser("/account/data");
  const parts = Readable.from(exportData(database().read, user)).map((part) => Buffer.from(part));
  return new Response(Readable.toWeb(parts) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": 'attachment; filename="ops-center-credits.json"',
      "cache-control": "no-store",
    },
  });
}
