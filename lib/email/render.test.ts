import { describe, expect, it } from "vitest";
import { PURCHASE_NEWS } from "@/lib/queue/queues";
import { renderLowBalance, renderPurchaseNotice, renderReceipt } from "./render";

describe("the notice of a low balance", () => {
  const given = { name: "Bea", threshold: "100", packsUrl: "https://shop.example/credits" };

  it("says what is left, and where to buy more", async () => {
    const { subject, html, text } = await renderLowBalance({
      ...given,
      credits: "42",
      inDebt: false,
    });
    expect(subject).toBe("Low balance: 42 credits left");
    for (const body of [html, text]) expect(body).toContain("https://shop.example/credits");
    expect(text).toContain("running low");
  });

  it("says in debt what is owed, and that nothing can be spent until then", async () => {
    const { subject, text } = await renderLowBalance({ ...given, credits: "1,600", inDebt: true });
    expect(subject).toBe("You owe 1,600 credits");
    expect(text).toContain("nothing can be spent until the next purchase pays this");
    expect(text).not.toContain("credits left");
  });
});

describe("the receipt", () => {
  const given = {
    ...{ name: "Bea", packName: "Starter Pack", credits: "1,000", balance: "1,000" },
    ...{ paid: "$10.00", tax: undefined, paidAt: "today", purchaseId: "p", receiptUrl: undefined },
    historyUrl: "https://shop.example/history",
  };

  it("says that the credits can be used only when they can", async () => {
    const whole = await renderReceipt({ ...given, debtPaid: undefined, owed: undefined });
    expect(whole.text).toContain("The credits can be used right away.");
    const rest = await renderReceipt({ ...given, debtPaid: "400", owed: undefined });
    expect(rest.text).toContain("400 of the credits paid what you owed. The rest can be used");
    const none = await renderReceipt({
      ...given,
      debtPaid: "1,000",
      owed: { credits: "600", clearingPack: "Starter Pack" },
    });
    expect(none.text).toContain("You still owe 600 credits, and none can be spent");
    expect(none.text).toContain("Starter Pack clears it.");
    expect(none.text).not.toContain("right away");
  });
});

describe("the notice of a refund, dispute or failure", () => {
  const given = {
    ...{ name: "Bea", packName: "Pro Pack", amount: "$8.00", paid: "$80.00" },
    ...{ balance: "9,000 credits", purchaseId: "p", purchaseUrl: "https://shop.example/p" },
  };

  it("speaks to the customer: what the seller lost, the customer has back", async () => {
    const lost = await renderPurchaseNotice({ ...given, news: "dispute_lost" });
    expect(lost.subject).toBe("Your bank returned $8.00");
    expect(lost.text).toContain("in your favor");
    expect(lost.text).not.toMatch(/\b(lost|buyer)\b/i);
    const won = await renderPurchaseNotice({ ...given, news: "dispute_won" });
    expect(won.text).toContain("Its credits were added back.");
    expect(won.text).not.toMatch(/\b(won|lost|buyer)\b/i);
  });

  it.each(PURCHASE_NEWS)(
    "names the amount or the pack, and leads to the purchase: %s",
    async (news) => {
      const { subject, html, text } = await renderPurchaseNotice({ ...given, news });
      expect(subject.length).toBeLessThan(70);
      expect(text).toContain("Pro Pack");
      expect(html).toContain("https://shop.example/p");
    },
  );
});

describe("a mail of a shop with a brand", () => {
  it("carries its name, color and logo", async () => {
    const { html, text } = await renderLowBalance(
      {
        name: "Bea",
        threshold: "1",
        credits: "0",
        inDebt: false,
        packsUrl: "https://shop.example",
      },
      { name: "Acme", color: "#0f766e", logoUrl: "https://shop.example/brand/abc" },
    );
    expect(text).toContain("Acme");
    expect(html).toContain("#0f766e");
    expect(html).toContain('src="https://shop.example/brand/abc"');
    expect(html).not.toContain("Ops-Center Credits");
  });
});
