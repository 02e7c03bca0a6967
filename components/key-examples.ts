interface Given {
  readonly apiKey: string;
  /** Where the API is, such as https://credits.example.com. */
  readonly origin: string;
}

/** A call that works with any key: what it may do, and what its budget has left. */
export function writeCurlExample({ apiKey, origin }: Given): string {
  return `curl ${origin}/api/v1/key \\
  -H "Authorization: Bearer ${apiKey}"`;
}

/**
 * A spend, for a key that may. The same Idempotency-Key never spends twice, so the call can be
 * repeated.
 */
export function writeCurlSpendExample({ apiKey, origin }: Given): string {
  return `curl ${origin}/api/v1/credits/spend \\
  -H "Authorization: Bearer ${apiKey}" \\
  -H "Idempotency-Key: request-1" \\
  -H "Content-Type: application/json" \\
  -d '{"amount": "1.5", "service": "chat"}'`;
}

/** How a service spends with the client (packages/client). */
export function writeClientExample({ apiKey, origin }: Given): string {
  return `import { createClient } from "ops-center-credits-client";

const credits = createClient({
  baseUrl: "${origin}",
  apiKey: "${apiKey}", // Keep it in a secret store.
});
const { scopes } = await credits.getKey();
if (scopes.includes("credits:spend")) {
  await credits.spend({ amount: "1.5", service: "chat" });
}`;
}
