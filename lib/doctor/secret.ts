import type { Env } from "@/env";
import { reasonOf } from "@/lib/shared/reason-of";
import { WEBHOOK_PATH } from "@/lib/shared/webhook-path";
import { signAsStripe } from "@/lib/stripe/endpoints";
import type { Finding } from "./finding";

const TIMEOUT_MS = 15_000;

/**
 * Whether the running app verifies with the secrets that are set here. A signed body that isn't an
 * event is enough to know, and leaves nothing behind.
 */
export async function checkSecret(
  { appUrl, port }: Pick<Env["web"], "appUrl" | "port">,
  secrets: readonly string[],
): Promise<Finding> {
  const subject = "Secret";
  const [secret] = secrets;
  if (!secret) {
    return {
      subject,
      state: "fault",
      found: "STRIPE_WEBHOOK_SECRET_CREDITS isn't set, so every delivery is refused",
      advice:
        "Copy the endpoint's signing secret from the Stripe dashboard, Developers, Webhooks, and restart.",
    };
  }
  let answer: string;
  try {
    answer = await sendProbe(appUrl + WEBHOOK_PATH, secret);
  } catch (error) {
    const local = await sendProbe(`http://127.0.0.1:${port}${WEBHOOK_PATH}`, secret).catch(
      () => "",
    );
    if (local === "malformed_payload") return unreachableFromHere(appUrl);
    return {
      subject,
      state: "fault",
      found: `nobody answers at ${appUrl}: ${reasonOf(error)}`,
      advice: "Start the app (npm start), or set APP_URL to the address people open.",
    };
  }
  switch (answer) {
    case "malformed_payload":
      return { subject, state: "fine", found: "the running app verifies with the secret set here" };
    case "no_matching_signature":
      return {
        subject,
        state: "fault",
        found: "the running app has another secret than the one set here",
        advice: "Restart the app, so that it reads STRIPE_WEBHOOK_SECRET_CREDITS anew.",
      };
    default:
      return {
        subject,
        state: "fault",
        found: `the webhook at ${appUrl} answers ${answer}`,
        advice: "See the app's log; a proxy in front must pass the body and headers on unchanged.",
      };
  }
}

/** Containers and networks without hairpin routing don't reach their own public address. */
function unreachableFromHere(appUrl: string): Finding {
  return {
    subject: "Secret",
    state: "warning",
    found: `the running app verifies with the secret set here, and ${appUrl} can't be reached from this machine itself`,
    advice: `See from another machine that curl -X POST ${appUrl}${WEBHOOK_PATH} answers 400 with the check missing_header.`,
  };
}

/** @returns the check that the webhook names, or the status of any other answer */
async function sendProbe(url: string, secret: string): Promise<string> {
  const body = "{}";
  const response = await fetch(url, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "stripe-signature": signAsStripe(body, secret),
    },
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  try {
    return String((JSON.parse(text) as { check?: string }).check ?? response.status);
  } catch {
    return String(response.status);
  }
}
