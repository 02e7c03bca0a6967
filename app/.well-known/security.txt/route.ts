import { env } from "@/env";

const YEAR_MS = 365 * 86_400_000;

/** Whom to tell about a fault (RFC 9116). There is none unless SECURITY_CONTACT names a contact. */
export function GET(): Response {
  const { securityContact } = env().signIn;
  if (!securityContact) return new Response("Not found", { status: 404 });
  const lines = [
    `Contact: ${securityContact}`,
    `Expires: ${new Date(Date.now() + YEAR_MS).toISOString()}`,
    `Canonical: ${env().web.appUrl}/.well-known/security.txt`,
    "Preferred-Languages: en",
  ];
  return new Response(`${lines.join("\n")}\n`, {
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
}
