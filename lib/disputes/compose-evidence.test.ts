import { describe, expect, it } from "vitest";
import { fromMicro, wholeCredits } from "@/lib/shared/credits";
import { composeEvidence } from "./compose-evidence";
import { toEvidenceCsv } from "./evidence-csv";
import type { EvidenceFacts, Usage } from "./evidence-facts";

const at = (text: string) => new Date(`2026-11-${text}Z`);

function usage(more: Partial<Usage> = {}): Usage {
  return {
    at: at("02T09:30:00"),
    amount: wholeCredits(2),
    service: "chat",
    model: "gpt-5",
    reference: "req-1",
    key: "Production occ_1234",
    address: "203.0.113.7",
    seq: 2,
    ...more,
  };
}

function facts(more: Partial<EvidenceFacts> = {}): EvidenceFacts {
  return {
    disputeId: "du_1",
    paymentId: "pi_1",
    packName: "Starter Pack",
    amountMinor: 1_000,
    currency: "usd",
    orderedAt: at("01T10:00:00"),
    creditedAt: at("01T10:02:00"),
    customer: { accountId: "a", name: "Bea Buyer", email: "bea@example.com" },
    granted: wholeCredits(1_000),
    usages: [usage(), usage({ at: at("03T00:00:01"), amount: fromMicro(500_000n), seq: 3 })],
    signIns: [
      { at: at("01T09:00:00"), method: "password", address: "198.51.100.1", browser: "Firefox" },
      { at: at("05T09:00:00"), method: "passkey", address: "198.51.100.2", browser: null },
    ],
    ...more,
  };
}

describe("the evidence for a bank", () => {
  it("says who bought what, when it was added, and how much of it was used", () => {
    const evidence = composeEvidence(facts());
    expect(evidence).toMatchObject({
      customer_email_address: "bea@example.com",
      customer_name: "Bea Buyer",
      service_date: "November 1, 2026",
      product_description: expect.stringContaining("1,000 prepaid credits"),
    });
    expect(evidence.uncategorized_text).toContain(
      "ordered Starter Pack for $10.00 at 2026-11-01 10:00:00 and paid with payment pi_1",
    );
    expect(evidence.uncategorized_text).toContain(
      "2.5 were used, between 2026-11-02 09:30:00 and 2026-11-03 00:00:01",
    );
  });

  it("lists each use with time, key and address, and each sign-in", () => {
    const { access_activity_log: log } = composeEvidence(facts());
    expect(log).toContain(
      "2026-11-02 09:30:00 | 2 | chat gpt-5 | Production occ_1234 | 203.0.113.7 | #2",
    );
    expect(log).toContain("2026-11-01 09:00:00 | password | 198.51.100.1 | Firefox");
    expect(log).toContain("2026-11-05 09:00:00 | passkey | 198.51.100.2 | –");
  });

  it("takes for the purchase's address that of the sign-in before it, or none", () => {
    expect(composeEvidence(facts()).customer_purchase_ip).toBe("198.51.100.1");
    expect(composeEvidence(facts({ signIns: [] }))).not.toHaveProperty("customer_purchase_ip");
  });

  it("claims nothing that isn't known", () => {
    const evidence = composeEvidence(
      facts({
        usages: [],
        creditedAt: null,
        customer: { accountId: "a", name: null, email: null },
      }),
    );
    expect(Object.keys(evidence).sort()).toEqual([
      ...["access_activity_log", "customer_purchase_ip", "product_description"],
      "uncategorized_text",
    ]);
    expect(evidence.uncategorized_text).toContain("None of these credits were used.");
    expect(evidence.uncategorized_text).not.toContain("were added");
  });

  it("fits into Stripe's fields however much was used, with the first and the last uses", () => {
    const usages = Array.from({ length: 5_000 }, (_, seq) => usage({ seq: seq + 1 }));
    const signIns = Array.from({ length: 2_000 }, () => ({
      ...{ at: at("04T00:00:00"), method: "password", address: null },
      browser: "x".repeat(300),
    }));
    const { access_activity_log: log } = composeEvidence(facts({ usages, signIns }));
    expect(log.length).toBeLessThanOrEqual(20_000);
    expect(log).toContain("| #1\n");
    expect(log).toContain("| #5000\n");
    expect(log).toMatch(/… [\d,]+ lines left out here …/);
    expect(log).toContain("Sign-ins of the customer:");
  });
});

describe("the evidence as a file", () => {
  it("has every use and every sign-in, and no cell that a spreadsheet would carry out", () => {
    const usages = Array.from({ length: 5_000 }, (_, seq) => usage({ seq, reference: "=cmd()" }));
    const lines = toEvidenceCsv(facts({ usages })).trimEnd().split("\r\n");
    expect(lines).toHaveLength(1 + 5_000 + 2);
    expect(lines[1]).toBe(
      "use,2026-11-02T09:30:00.000Z,2,chat,gpt-5,'=cmd(),Production occ_1234,203.0.113.7,0",
    );
    expect(lines.at(-1)).toBe("sign-in,2026-11-05T09:00:00.000Z,,,,passkey,,198.51.100.2,");
  });
});
