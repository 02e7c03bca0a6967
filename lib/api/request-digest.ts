import { createHash } from "node:crypto";

/** Names of an account. The key of a request is compared within its account, whatever its name. */
const ACCOUNT_NAMES: ReadonlySet<string> = new Set(["customer", "account", "user", "user_id"]);

/**
 * A digest of what a request asks for: the same for the same content, in whatever order and however
 * its amounts are written. Which account is meant is left out.
 * @param body as it was checked
 */
export function digestRequest(body: object): string {
  const fields = Object.entries(body).filter(([name]) => !ACCOUNT_NAMES.has(name));
  return createHash("sha256")
    .update(canonical(Object.fromEntries(fields)))
    .digest("base64url");
}

function canonical(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(",")}}`;
}
