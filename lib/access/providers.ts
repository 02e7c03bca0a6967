import GoogleProvider from "next-auth/providers/google";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { env } from "@/env";
import { githubProvider } from "./github";
import type { Identity } from "./identities";

/** A provider that can be shown as a button on the sign-in page. */
export interface ProviderButton {
  readonly id: "oidc" | "github" | "google";
  readonly name: string;
}

export function providerButtons(): ProviderButton[] {
  const { oidc, github, google } = env().signIn;
  return [
    ...(oidc ? [{ id: "oidc" as const, name: oidc.name }] : []),
    ...(github ? [{ id: "github" as const, name: "GitHub" }] : []),
    ...(google ? [{ id: "google" as const, name: "Google" }] : []),
  ];
}

/** The sign-in providers that are configured, for next-auth. */
export function identityProviders() {
  const { oidc, github, google } = env().signIn;
  return [
    ...(oidc ? [oidcProvider(oidc)] : []),
    ...(github ? [githubProvider(github)] : []),
    ...(google ? [GoogleProvider(google)] : []),
  ];
}

/** OpenID Connect as Keycloak and others speak it: found by its issuer, with PKCE and a nonce. */
function oidcProvider(client: {
  clientId: string;
  clientSecret: string;
  issuer: string;
  name: string;
}): OAuthConfig<Record<string, unknown>> {
  return {
    id: "oidc",
    name: client.name,
    type: "oauth",
    wellKnown: `${client.issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`,
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    profile: (profile) => ({
      id: String(profile.sub),
      email: String(profile.email ?? ""),
      name: String(profile.name ?? profile.preferred_username ?? profile.email ?? ""),
    }),
  };
}

/** What a provider says about who signed in there. */
export function identityOf(
  provider: string,
  subject: string,
  profile: object | undefined,
): Identity {
  const claims = (profile ?? {}) as Record<string, unknown>;
  return {
    provider: provider === "oidc" ? `oidc:${env().signIn.oidc?.issuer}` : provider,
    subject,
    email: String(claims.email ?? ""),
    emailVerified: claims.email_verified === true,
    name: String(claims.name ?? claims.login ?? claims.preferred_username ?? claims.email ?? ""),
  };
}
