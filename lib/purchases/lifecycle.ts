import { type Purchase, withRow } from "./purchase";

/** The checkout page that Stripe made. The e-mail was kept only to be able to ask for it again. */
export function noteSession(
  purchase: Purchase,
  session: { readonly id: string },
  at: Date,
): Purchase {
  return withRow(purchase, { sessionId: session.id, customerEmail: null }, at);
}

/** Ends a purchase that waits for its payment; what was paid or ended meanwhile stays as it is. */
export function endPending(
  purchase: Purchase,
  status: "expired" | "failed",
  statusReason: string,
  at: Date,
): Purchase {
  if (purchase.row.status !== "pending") return purchase;
  return withRow(purchase, { status, statusReason, customerEmail: null }, at);
}

/** An admin handled its payment elsewhere: nothing credits it until it is reopened. */
export function closeInReview(purchase: Purchase, at: Date): Purchase {
  if (purchase.row.status !== "in_review") return purchase;
  const statusReason = "An admin reviewed this purchase and closed it. No credits were added.";
  return withRow(purchase, { status: "failed", statusReason, closedAt: at }, at);
}

/** What closing forbade may be credited again. */
export function reopen(purchase: Purchase, at: Date): Purchase {
  return purchase.row.closedAt ? withRow(purchase, { closedAt: null }, at) : purchase;
}

/** Another amount or currency than the price counts as paying it. The credits stay the same. */
export function acceptMoney(
  purchase: Purchase,
  accepted: { readonly amountMinor: number; readonly currency: string },
  at: Date,
): Purchase {
  const columns = { acceptedMinor: accepted.amountMinor, acceptedCurrency: accepted.currency };
  return withRow(purchase, columns, at);
}
