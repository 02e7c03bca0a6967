import { currentStaff } from "@/lib/access";
import { toEvidenceCsv } from "@/lib/disputes/evidence-csv";
import { findDispute } from "@/lib/disputes/list-disputes";
import { readEvidence } from "@/lib/disputes/read-evidence";
import { database } from "@/lib/runtime/database";

/** The whole evidence as a file, for admins. To others it doesn't exist. */
export async function GET(
  _: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const db = database().read;
  const found = (await currentStaff()) && (await findDispute(db, (await params).id));
  if (!found) return new Response("Not found", { status: 404 });
  const evidence = await readEvidence(db, found);
  return new Response(toEvidenceCsv(evidence), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="evidence-${found.dispute.id}.csv"`,
      "cache-control": "no-store",
    },
  });
}
