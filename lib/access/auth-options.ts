import type { User as AuthUser, NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { database } from "@/db/client";
import { env } from "@/env";
import { isProductError, type ProductError } from "@/lib/shared/errors";
import { log } from "@/lib/shared/log";
import { currentRequest } from "@/lib/shared/request-context";
import { enqueueAccountRequest } from "./account-requests";
import { beginSession } from "./begin-session";
import { findOrCreateByIdentity, type Identity } from "./identities";
import { safePath } from "./origin";
import { MAX_PASSWORD_LENGTH } from "./password-rules";
import { identityOf, identityProviders } from "./providers";
import { cookieName, isHttps, isSessionToken, sessionCookieName } from "./session-cookie";
import { endSession, findSession, LONGEST_SESSION_SECONDS, type SessionOrigin } from "./sessions";
import { signInWithLink, signInWithPasskey, signInWithPassword } from "./sign-in";
import { signInFault } from "./sign-in-fault";
import { type StoredUser, withoutSecrets } from "./users";

/** One request to next-auth: where it comes from, and what went wrong in it. */
export interface AuthRequest {
  readonly origin: SessionOrigin;
  /** The token of the device cookie, as sent. */
  readonly knownDevice: string | undefined;
  /** The token under which a device is remembered from now on. */
  readonly device: string;
  /** Set when a sign-in was refused for a reason that has a status of its own. */
  refusal?: ProductError;
}

/** How next-auth works here: its token holds the id of a session in the database. */
export function authOptions(request: AuthRequest): NextAuthOptions {
  return {
    secret: env().signIn.secret,
    session: { strategy: "jwt", maxAge: LONGEST_SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: isHttps(),
    cookies: cookies(),
    providers: [
      passwordProvider(request),
      linkProvider(request),
      passkeyProvider(request),
      ...identityProviders(),
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => {
        const path = url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url;
        return baseUrl + safePath(path);
      },
      async signIn({ user, account, profile }) {
        if (account?.type !== "oauth") return true;
        return adoptIdentity(
          user,
          identityOf(account.provider, account.providerAccountId, profile),
        );
      },
      async jwt({ token, user, account }) {
        if (user) return { sessionId: await begin(request, user.id, account?.provider) };
        const alive =
          isSessionToken(token) && (await findSession(database().read, token.sessionId));
        if (!alive) throw new SessionEnded();
        return token;
      },
    },
    events: {
      async signOut({ token }) {
        const found = isSessionToken(token)
          ? await findSession(database().read, token.sessionId)
          : undefined;
        if (found) await endSession(database().read, found.user.id, found.session.id);
      },
    },
    logger: { error: logFailure, warn: () => {}, debug: () => {} },
  };
}

/** What next-auth is told when a cookie's session has ended: it then removes the cookie. */
class SessionEnded extends Error {}

function logFailure(code: string, metadata: unknown): void {
  const { error } = Object(metadata) as { error?: unknown };
  const cause = error ?? metadata;
  if (cause instanceof SessionEnded) return;
  log.warn({ code, err: cause }, "Sign-in failed");
}

/** next-auth's own cookies, under names that a browser takes from this very host only. */
function cookies(): NextAuthOptions["cookies"] {
  const secure = isHttps();
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure } as const;
  const own = (name: string, maxAge?: number) => ({
    name: cookieName(`next-auth.${name}`),
    options: { ...options, maxAge },
  });
  return {
    sessionToken: { name: sessionCookieName(), options },
    callbackUrl: own("callback-url"),
    csrfToken: own("csrf-token"),
    pkceCodeVerifier: own("pkce.code_verifier", 15 * 60),
    state: own("state", 15 * 60),
    nonce: own("nonce"),
  };
}

function passwordProvider(request: AuthRequest) {
  return CredentialsProvider({
    credentials: { email: {}, password: {}, verification: {} },
    authorize: (given) =>
      orFault(request, async () => {
        const email = String(given?.email ?? "").slice(0, 254);
        const password = String(given?.password ?? "");
        if (!email || !password || password.length > MAX_PASSWORD_LENGTH) return undefined;
        const user = await signInWithPassword(database(), {
          email,
          password,
          verification: given?.verification?.slice(0, 100) || undefined,
          ip: request.origin.ip,
          device: request.knownDevice,
        });
        if (!user) await noteRefused(email, request);
        return user;
      }),
  });
}

/** The same work for known and unknown addresses: the worker looks whose it is. */
function noteRefused(email: string, { origin: { ip } }: AuthRequest): Promise<void> {
  const requestId = currentRequest()?.requestId;
  return enqueueAccountRequest(database(), { kind: "refused-sign-in", email, ip, requestId });
}

function linkProvider(request: AuthRequest) {
  return CredentialsProvider({
    id: "link",
    credentials: { token: {} },
    authorize: (given) =>
      orFault(request, () => signInWithLink(database(), String(given?.token ?? "").slice(0, 100))),
  });
}

function passkeyProvider(request: AuthRequest) {
  return CredentialsProvider({
    id: "passkey",
    credentials: { response: {} },
    authorize: (given) =>
      orFault(request, () => signInWithPasskey(database(), given?.response ?? "")),
  });
}

/** next-auth puts an error's message into its answer, so only codes of ours may be thrown. */
async function orFault(
  request: AuthRequest,
  work: () => Promise<StoredUser | undefined>,
): Promise<AuthUser | null> {
  try {
    const user = await work();
    return user ? withoutSecrets(user) : null;
  } catch (error) {
    if (isProductError(error)) request.refusal = error;
    else log.error({ err: error }, "Sign-in failed");
    throw new Error(signInFault(error));
  }
}

/** Puts our user in the place of the provider's profile, or says where to read why not. */
async function adoptIdentity(user: AuthUser, identity: Identity): Promise<boolean | string> {
  try {
    const found = await findOrCreateByIdentity(database(), identity, env().signIn.signUpOpen);
    Object.assign(user, withoutSecrets(found));
    return true;
  } catch (error) {
    if (!isProductError(error)) log.error({ err: error }, "Sign-in failed");
    return `/sign-in?error=${signInFault(error)}`;
  }
}

function begin(request: AuthRequest, userId: string, provider = "password"): Promise<string> {
  const method = provider === "credentials" ? "password" : provider;
  const { origin, device } = request;
  return beginSession(database(), { userId, method, origin, device });
}
