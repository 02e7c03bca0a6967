import { Badge, type Tone } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Moment } from "@/components/ui/moment";
import { findPersonById } from "@/lib/access/people";
import type { PurchaseKey } from "@/lib/purchases/purchase";
import { listRefundRequests, type RefundRequestRow } from "@/lib/refunds/request-refund";
import { database } from "@/lib/runtime/database";
import { formatMoney } from "@/lib/shared/money";

const STATUS: Record<RefundRequestRow["status"], { text: string; tone: Tone }> = {
  requested: { text: "Waits for Stripe", tone: "warning" },
  sent: { text: "Sent", tone: "positive" },
  failed: { text: "Refused", tone: "negative" },
};

/** For admins: who gave money back for a purchase, and why. */
export async function RefundRequests({ purchase }: { readonly purchase: PurchaseKey }) {
  const db = database().read;
  const requests = await listRefundRequests(db, purchase);
  if (requests.length === 0) return null;
  const actors = await Promise.all(
    [...new Set(requests.map(({ actor }) => actor))].map(
      async (id) => [id, (await findPersonById(db, id))?.name] as const,
    ),
  );
  const names = new Map(actors);
  return (
    <Card className="print:hidden">
      <CardHeader>
        <CardTitle>Refunds by admins</CardTitle>
      </CardHeader>
      <CardContent>
        <ul className="divide-y">
          {requests.map((request) => (
            <li key={request.id} className="grid gap-0.5 py-2.5">
              <div className="flex items-baseline justify-between gap-4">
                <span className="font-medium tabular-nums">{formatMoney(request)}</span>
                <Badge tone={STATUS[request.status].tone}>{STATUS[request.status].text}</Badge>
              </div>
              <p>{request.reason}</p>
              {request.error && <p className="text-negative">{request.error}</p>}
              <p className="text-muted-foreground text-xs">
                {names.get(request.actor) ?? "Somebody who was deleted"},{" "}
                <Moment at={request.createdAt} />
              </p>
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}
