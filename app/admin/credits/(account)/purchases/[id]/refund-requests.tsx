import { MoneyAmount } from "@/components/credits/amount";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Timestamp } from "@/components/ui/timestamp";
import { findUserById } from "@/lib/access/users";
import type { PurchaseKey } from "@/lib/purchases/purchase";
import { listRefundRequests, type RefundRequestRow } from "@/lib/refunds/request-refund";
import { database } from "@/lib/runtime/database";

const STATUS: Record<RefundRequestRow["status"], { text: string; tone: Tone }> = {
  requested: { text: "Sending to Stripe", tone: "warning" },
  sent: { text: "Sent", tone: "positive" },
  failed: { text: "Failed", tone: "negative" },
};

/** For admins: who refunded a purchase, and why. */
export async function RefundRequests({ purchase }: { readonly purchase: PurchaseKey }) {
  const db = database().read;
  const requests = await listRefundRequests(db, purchase);
  if (requests.length === 0) return null;
  const actors = await Promise.all(
    [...new Set(requests.map(({ actor }) => actor))].map(
      async (id) => [id, (await findUserById(db, id))?.name] as const,
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
                <span className="font-medium">
                  <MoneyAmount amountMinor={request.amountMinor} currency={request.currency} />
                </span>
                <Badge tone={STATUS[request.status].tone}>{STATUS[request.status].text}</Badge>
              </div>
              <p>{request.reason}</p>
              {request.error && <p className="text-negative">{request.error}</p>}
              <p className="text-muted-foreground text-xs">
                {names.get(request.actor) ?? "Deleted user"}, <Timestamp at={request.createdAt} />
              </p>
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}
