import { expect, it } from "vitest";
import { redactPersonal } from "./redact";

it("hides what tells about a person, at any depth, and nothing else", () => {
  expect(
    redactPersonal({
      id: "cs_1",
      amount_total: 1000,
      livemode: false,
      customer_email: "bea@example.com",
      phone: null,
      customer_details: { email: "bea@example.com", name: "Bea", tax_exempt: "none" },
      list: [{ last4: "4242", brand: "visa" }, "text", null],
      email_count: 2,
      my_email: "kept",
      evidence: { customer_name: "Bea", customer_purchase_ip: "198.51.100.7" },
      tax_ids: [{ type: "eu_vat", value: "DE123456789" }],
    }),
  ).toEqual({
    id: "cs_1",
    amount_total: 1000,
    livemode: false,
    customer_email: "[hidden]",
    phone: null,
    customer_details: { email: "[hidden]", name: "[hidden]", tax_exempt: "none" },
    list: [{ last4: "[hidden]", brand: "visa" }, "text", null],
    email_count: 2,
    my_email: "kept",
    evidence: "[hidden]",
    tax_ids: "[hidden]",
  });
  expect(redactPersonal("text")).toBe("text");
});
