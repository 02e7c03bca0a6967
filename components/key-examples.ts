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
