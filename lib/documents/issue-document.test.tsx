import { readFile } from "node:fs/promises";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { users } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { aRefund } from "@/dev/test/kits/billing/payment-updates";
import { givenPurchase, paidUpdates } from "@/dev/test/kits/billing/purchases";
import { deleteAccount } from "@/lib/access/delete-account";
import type { PaymentUpdate } from "@/lib/purchases/payment-updates";
import { keyOf } from "@/lib/purchases/purchase";
import { recordPaymentUpdates } from "@/lib/purchases/record-payment-updates";
import { DEFAULT_BRAND } from "@/lib/shared/brand";
import { systemClock } from "@/lib/shared/clock";
import { DEFAULT_VIEWER } from "@/lib/shared/viewer";
import { issueDocuments, listDocuments, readNumber, writeNumber } from "./issue-document";
import { renderDocumentPdf } from "./render-pdf";

describe("receipts and credit notes", () => {
  const db = useTestDatabase();

  async function buy() {
    const purchase = await givenPurchase(db().database);
    const record = (updates: readonly PaymentUpdate[]) =>
      db().database.transaction((tx) =>
        recordPaymentUpdates(tx, [{ key: keyOf(purchase), updates }], systemClock),
      );
    return { key: keyOf(purchase), purchase, record };
  }

  it("are numbered without a gap, though many processes issue the same ones at once", async () => {
    const bought = await Promise.all(Array.from({ length: 6 }, buy));
    for (const { purchase, record } of bought) await record(paidUpdates(purchase));
    const [first] = bought;
    if (!first) throw new Error("nothing was bought");
    const refund = aRefund("re_1", 400, "succeeded", `pi_${first.purchase.id}`);
    await first.record([{ ...refund, createdAt: new Date() }]);
    await Promise.all(
      [...bought, ...bought, ...bought].map(({ key }) => issueDocuments(db().database, key)),
    );
    const rows = await db().database.read.execute<{ kind: string; numbers: string }>(sql`
      select kind, string_agg(number::text, ' ' order by number) as numbers
      from documents group by kind order by kind
    `);
    expect([...rows]).toEqual([
      { kind: "receipt", numbers: "1 2 3 4 5 6" },
      { kind: "credit_note", numbers: "1" },
    ]);
  });

  it("are none for a purchase that wasn't paid, or a refund that failed", async () => {
    const { key, purchase, record } = await buy();
    await issueDocuments(db().database, key);
    expect(await listDocuments(db().database.read, key)).toEqual([]);
    await record(paidUpdates(purchase));
    const failed = aRefund("re_2", 400, "failed", `pi_${purchase.id}`);
    await record([{ ...failed, createdAt: new Date() }]);
    await issueDocuments(db().database, key);
    const kinds = (await listDocuments(db().database.read, key)).map(({ kind }) => kind);
    expect(kinds).toEqual(["receipt"]);
  });

  it("are given for a payment whose user was deleted before, without a name or an address", async () => {
    const { key, purchase, record } = await buy();
    await record(paidUpdates(purchase));
    const [user] = await db()
      .database.read.select()
      .from(users)
      .where(eq(users.id, purchase.userId));
    if (!user) throw new Error("the purchase has no user");
    await deleteAccount(db().database, { ...user, emailVerified: true }, user.email);
    await issueDocuments(db().database, key);
    expect(await listDocuments(db().database.read, key)).toMatchObject([
      { kind: "receipt", customerName: "Deleted user", customerEmail: "" },
    ]);
  });

  it("become a PDF, with the letters of every name", async () => {
    const { key, purchase, record } = await buy();
    await record(paidUpdates(purchase));
    await issueDocuments(db().database, key);
    const [receipt] = await listDocuments(db().database.read, key);
    if (!receipt) throw new Error("there is no receipt");
    const named = { ...receipt, customerName: "Łukasz Żółć Ελένη" };
    const pdf = await renderDocumentPdf(named, {
      viewer: DEFAULT_VIEWER,
      brand: { ...DEFAULT_BRAND, name: "Zażółć Shop", colorLight: "#0f766e" },
      logo: { contentType: "image/png", data: await readFile("public/icon-192.png") },
    });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.includes("DejaVu")).toBe(true);
    expect(pdf.includes("/Subtype /Image")).toBe(true);
  });

  it("have numbers that are read as they are written", () => {
    expect(writeNumber({ kind: "receipt", number: 42 })).toBe("R-000042");
    expect(readNumber("C-000007")).toEqual({ kind: "credit_note", number: 7 });
    for (const text of ["R-42", "X-000001", "R-000001; drop", ""]) {
      expect(readNumber(text)).toBeUndefined();
    }
  });
});
