import { currentStaff } from "@/lib/access";
import { methods } from "@/lib/api/methods";
import { type FoundPurchase, walkPurchases } from "@/lib/purchases/search-purchases";
import { database } from "@/lib/runtime/database";
import { ProductError } from "@/lib/shared/errors";
import { moneyToDecimal } from "@/lib/shared/money";
import { readAddress } from "@/lib/shared/query";
import { csvHeaders, streamCsv } from "@/lib/shared/stream-csv";
import { FILTERS, readFilters } from "../query";

const COLUMNS = [
  ...["purchase_id", "started_at", "paid_at", "customer_email", "account_id", "pack", "credits"],
  ...["currency", "price", "paid", "tax", "refunded", "disputed", "status", "payment_id"],
];

/** Purchases as CSV, with the filters of the list. */
export const { GET } = methods("GET", async (request) => {
  // To anybody but admins it doesn't exist.
  if (!(await currentStaff())) {
    throw new ProductError("not_found", { detail: "Page not found." });
  }
  const query = readAddress(request.url, ...FILTERS);
  const rows = walkPurchases(database().read, readFilters(query));
  return new Response(streamCsv(COLUMNS, toCells(rows)), {
    headers: csvHeaders("purchases.csv"),
  });
});

async function* toCells(rows: AsyncIterable<FoundPurchase>) {
  for await (const { purchase, email } of rows) {
    const currency = purchase.acceptedCurrency ?? purchase.currency;
    const money = (amountMinor: number | null) =>
      amountMinor === null ? null : moneyToDecimal({ amountMinor, currency });
    yield [
      ...[purchase.id, purchase.createdAt.toISOString()],
      ...[purchase.completedAt?.toISOString() ?? null, email, purchase.accountId],
      ...[purchase.packName, purchase.credits, currency, money(purchase.amountMinor)],
      ...[money(purchase.paidMinor), money(purchase.taxMinor), money(purchase.refundedMinor)],
      ...[money(purchase.disputedMinor), purchase.status, purchase.paymentId],
    ];
  }
}
