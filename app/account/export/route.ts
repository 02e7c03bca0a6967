import { requireRecentUser } from "@/lib/access/require";
import { streamText } from "@/lib/api/stream-text";
import { exportData } from "@/lib/customers/export-data";
import { database } from "@/lib/runtime/database";

/** Everything that is kept about who asks, as a file. */
export async function GET(): Promise<Response> {
  const user = await requireRecentUser("/account/data");
  return streamText(exportData(database().read, user), {
    contentType: "application/json",
    fileName: "ops-center-credits.json",
  });
}
