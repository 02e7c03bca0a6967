import { currentStaff } from "@/lib/access";
import { methods } from "@/lib/api/methods";
import { lastMonth } from "@/lib/reports/day-range";
import { type MonthReport, readMonth, readMonthRange } from "@/lib/reports/read-month";
import { database } from "@/lib/runtime/database";
import { ProductError } from "@/lib/shared/errors";
import { moneyToDecimal } from "@/lib/shared/money";
import { readAddress } from "@/lib/shared/query";
import { csvHeaders, streamCsv } from "@/lib/shared/stream-csv";

const COLUMNS = ["month", "section", "item", "count", "credits", "currency", "revenue", "refunds"];

/** A month as CSV: credits before, by kind of entry, and after; then sales by pack and currency. */
export const { GET } = methods("GET", async (request) => {
  // To anybody but staff it doesn't exist.
  if (!(await currentStaff())) {
    throw new ProductError("not_found", { detail: "Page not found." });
  }
  const now = new Date();
  const range = readMonthRange(readAddress(request.url, "month").month, now) ?? lastMonth(now);
  const month = range.from.slice(0, 7);
  const report = await readMonth(database().read, range);
  return new Response(streamCsv(COLUMNS, toCells(month, report)), {
    headers: csvHeaders(`month-${month}.csv`),
  });
});

async function* toCells(month: string, { opening, movements, closing, sales }: MonthReport) {
  yield [month, "credits", "opening", null, opening, null, null, null];
  for (const { kind, entries, credits } of movements) {
    yield [month, "credits", kind, entries, credits, null, null, null];
  }
  yield [month, "credits", "closing", null, closing, null, null, null];
  for (const { packCode, currency, purchases, paidMinor, refundedMinor } of sales) {
    const money = (amountMinor: number) => moneyToDecimal({ amountMinor, currency });
    yield [
      ...[month, "sales", packCode, purchases, null],
      ...[currency, money(paidMinor), money(refundedMinor)],
    ];
  }
}
