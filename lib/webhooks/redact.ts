/** What Stripe's objects tell about a person, by the name of the field. */
const PRIVATE =
  /^(email|customer_email|receipt_email|name|phone|line1|line2|city|postal_code|address|ip|fingerprint|last4|iban|client_secret|receipt_url|url|tax_ids|custom_fields|evidence)$/;

/** A payload without what is private: an admin explains a payment without knowing where someone lives. */
export function redactPersonal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactPersonal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      PRIVATE.test(key) && part !== null ? "[hidden]" : redactPersonal(part),
    ]),
  );
}
