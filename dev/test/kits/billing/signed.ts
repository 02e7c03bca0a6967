import { createHmac } from "node:crypto";

export const SECRET = "whsec_theSecretOfTheTests0123456789";

/** As Stripe signs: https://docs.stripe.com/webhooks#verify-manually */
export function signature(body: string | Buffer, secret: string, atSeconds: number | string) {
  return createHmac("sha256", secret).update(`${atSeconds}.`).update(body).digest("hex");
}

/** A Stripe-Signature header, with a signature of each secret. */
export function signatureHeader(
  body: string | Buffer,
  { secrets = [SECRET], at = new Date() }: { secrets?: readonly string[]; at?: Date } = {},
): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return [
    `t=${seconds}`,
    ...secrets.map((secret) => `v1=${signature(body, secret, seconds)}`),
  ].join(",");
}
