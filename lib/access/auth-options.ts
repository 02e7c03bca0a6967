import type { User as AuthUser, NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import GitHubProvider from "next-auth/providers/github";
import GoogleProvider from "next-auth/providers/google";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { database } from "@/db/client";
import { env } from "@/env";
import { isProductError } from "@/lib/shared/errors";
import { log } from "@/lib/shared/log";
import { clientIp } from "./origin";
import { sessionCookieName } from "./session";
import { signInWithPassword } from "./sign-in";
import { findOrCreateByIdentity, type Identity, type StoredUser } from "./users";

const SESSION_DAYS = 30;

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

/** Whether people may create an account by themselves. */
export function isSignUpOpen(): boolean {
  return env().signIn.signUpOpen;
}

/** How next-auth works here: sessions in sealed cookies, checked against the database each time. */
export function authOptions(): NextAuthOptions {
  const secure = env().web.appUrl.startsWith("https://");
  return {
    secret: env().signIn.secret,
    session: { strategy: "jwt", maxAge: SESSION_DAYS * 24 * 60 * 60 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    providers: [credentials(), ...providers()],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.type !== "oauth") return true;
        return adoptIdentity(
          user,
          identityOf(account.provider, account.providerAccountId, profile),
        );
      },
      async jwt({ token, user }) {
        if (!user) return token;
        const { id: personId, sessionVersion } = user as StoredUser;
        return { personId, sessionVersion };
      },
    },
    logger: {
      error: (code, metadata) => log.warn({ code, metadata }, "Sign-in failed"),
      warn: () => {},
      debug: () => {},
    },
  };
}

function credentials() {
  return CredentialsProvider({
    credentials: { email: {}, password: {} },
    async authorize(given, request) {
      if (!given?.email || !given.password || given.password.length > 200) return null;
      const ip = clientIp(new Headers(request.headers as Record<string, string>));
      const person = await signInWithPassword(database(), { ...given, ip });
      return person ?? null;
    },
  });
}

function providers() {
  const { oidc, github, google } = env().signIn;
  return [
    ...(oidc ? [oidcProvider(oidc)] : []),
    ...(github
      ? [
          GitHubProvider({
            ...github,
            authorization: { params: { scope: "read:user user:email" } },
          }),
        ]
      : []),
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

function identityOf(provider: string, subject: string, profile: object | undefined): Identity {
  const claims = (profile ?? {}) as Record<string, unknown>;
  return {
    provider: provider === "oidc" ? `oidc:${env().signIn.oidc?.issuer}` : provider,
    subject,
    email: String(claims.email ?? ""),
    // GitHub's user:email gives the primary address, which GitHub has verified, and no claim.
    emailVerified: provider === "github" ? Boolean(claims.email) : claims.email_verified === true,
    name: String(claims.name ?? claims.login ?? claims.preferred_username ?? claims.email ?? ""),
  };
}

/** Puts our person in the place of the provider's profile, or says where to read why not. */
async function adoptIdentity(user: AuthUser, identity: Identity): Promise<boolean | string> {
  try {
    Object.assign(
      user,
      await findOrCreateByIdentity(database(), identity, env().signIn.signUpOpen),
    );
    return true;
  } catch (error) {
    if (!isProductError(error)) throw error;
    return `/sign-in?error=${encodeURIComponent(error.detail)}`;
  }
}
