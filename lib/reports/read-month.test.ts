import { describe, expect, it } from "vitest";
import { dailyCredits, dailySales } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { wholeCredits } from "@/lib/shared/credits";
import { readMonth, readMonthRange } from "./read-month";

const db = useTestDatabase();
const now = new Date("2026-11-25T12:00:00Z");

describe("the figures of a month", () => {
  it("lead from what was there before to what is there after, with the days of the month only", async () => {
    const day = (day: string, kind: "purchase" | "spend", credits: number) => ({
      ...{ day, kind, entries: 2, credits: wholeCredits(credits) },
    });
    const read = db().database.read;
    await read
      .insert(dailyCredits)
      .values([
        day("2026-09-30", "purchase", 1_000),
        day("2026-10-01", "purchase", 500),
        day("2026-10-31", "spend", -300),
        day("2026-11-01", "spend", -50),
      ]);
    const sale = { packCode: "pro", currency: "usd", purchases: 1, firstPurchases: 1 };
    await read.insert(dailySales).values([
      { ...sale, day: "2026-10-05", paidMinor: 8_000, refundedMinor: 0 },
      { ...sale, day: "2026-10-06", paidMinor: 8_000, refundedMinor: 500 },
      { ...sale, day: "2026-11-06", paidMinor: 8_000, refundedMinor: 0 },
    ]);
    const range = readMonthRange("2026-10", now);
    expect(range).toEqual({ from: "2026-10-01", to: "2026-10-31" });
    expect(range && (await readMonth(read, range))).toEqual({
      opening: wholeCredits(1_000),
      movements: [
        { kind: "purchase", entries: 2, credits: wholeCredits(500) },
        { kind: "spend", entries: 2, credits: wholeCredits(-300) },
      ],
      closing: wholeCredits(1_200),
      sales: [
        {
          ...{ packCode: "pro", currency: "usd", purchases: 2 },
          ...{ paidMinor: 16_000, refundedMinor: 500 },
        },
      ],
    });
  });

  it.each([undefined, "", "2026-13", "2026-12", "october", "2026-10-05"])(
    "are of no month for %j",
    (month) => expect(readMonthRange(month, now)).toBeUndefined(),
  );
});
