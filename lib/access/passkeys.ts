import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Db } from "@/db/client";
import { passkeys } from "@/db/schema";
import { env } from "@/env";
import { recordAudit } from "@/lib/audit/record-audit";
import { ProductError } from "@/lib/shared/errors";
import { enqueueAccountMail } from "./account-mail";
import { makeChallenge, takeChallenge } from "./passkey-challenge";
import { findUserById, parseFields, type StoredUser, type User } from "./users";
import { assertVerified } from "./verified";

const MAX_PASSKEYS = 20;

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** A user's passkeys, newest first. */
export function listPasskeys(db: Db, userId: string): Promise<Passkey[]> {
  return db
    .select({
      id: passkeys.id,
      name: passkeys.name,
      createdAt: passkeys.createdAt,
      lastUsedAt: passkeys.lastUsedAt,
    })
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .orderBy(desc(passkeys.createdAt));
}

/** What the browser needs to make a passkey for a user. The challenge works once, for five minutes. */
export async function offerPasskey(
  database: Database,
  user: User,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  assertVerified(user);
  const known = await listPasskeys(database.read, user.id);
  if (known.length >= MAX_PASSKEYS) {
    throw new ProductError("conflict", { detail: `You have ${MAX_PASSKEYS} passkeys already.` });
  }
  return generateRegistrationOptions({
    rpName: "Ops-Center Credits",
    rpID: rpId(),
    userName: user.email,
    userDisplayName: user.name,
    userID: new TextEncoder().encode(user.id),
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    challenge: makeChallenge(user.id),
  });
}

/**
 * Adds the passkey that the browser made.
 * @throws ProductError invalid_input when it doesn't answer our challenge, conflict when it is there
 */
export async function addPasskey(
  database: Database,
  user: User,
  given: { response: unknown; name: string },
): Promise<void> {
  const { name } = parseFields(z.object({ name: passkeyName }), { name: given.name });
  const { registrationInfo } = await verified(() =>
    verifyRegistrationResponse({
      response: given.response as RegistrationResponseJSON,
      expectedChallenge: (challenge) => takeChallenge(database.read, challenge, user.id),
      expectedOrigin: origin(),
      expectedRPID: rpId(),
      requireUserVerification: true,
    }),
  );
  if (!registrationInfo) throw refused();
  const { credential } = registrationInfo;
  await database.transaction(async (tx) => {
    const added = await tx
      .insert(passkeys)
      .values({
        id: credential.id,
        userId: user.id,
        name,
        publicKey: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: [...(credential.transports ?? [])],
      })
      .onConflictDoNothing({ target: passkeys.id })
      .returning({ id: passkeys.id });
    if (added.length === 0) {
      throw new ProductError("conflict", { detail: "This passkey has been added already." });
    }
    await note(tx, user.id, "passkey-added", name);
  });
}

/** Removes a passkey of this user. @throws ProductError not_found for anybody else's */
export async function removePasskey(database: Database, userId: string, id: string): Promise<void> {
  await database.transaction(async (tx) => {
    const [removed] = await tx
      .delete(passkeys)
      .where(and(eq(passkeys.id, id), eq(passkeys.userId, userId)))
      .returning({ name: passkeys.name });
    if (!removed) throw new ProductError("not_found", { detail: "There is no such passkey." });
    await note(tx, userId, "passkey-removed", removed.name);
  });
}

/** What the browser needs to sign in with any passkey that it has for this site. */
export function challengePasskey(): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: rpId(),
    userVerification: "required",
    challenge: makeChallenge(null),
  });
}

/**
 * The user whose passkey answered our challenge.
 * @returns undefined when the passkey is unknown here or the answer isn't its own
 */
export async function findUserByPasskey(
  database: Database,
  response: unknown,
): Promise<StoredUser | undefined> {
  const id = z.object({ id: z.string().max(1_000) }).safeParse(response).data?.id;
  if (!id || id.includes("\0")) return undefined;
  const [stored] = await database.read.select().from(passkeys).where(eq(passkeys.id, id));
  if (!stored) return undefined;
  const result = await verified(() =>
    verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: (challenge) => takeChallenge(database.read, challenge, null),
      expectedOrigin: origin(),
      expectedRPID: rpId(),
      requireUserVerification: true,
      credential: {
        id: stored.id,
        publicKey: new Uint8Array(stored.publicKey),
        counter: stored.counter,
        transports: stored.transports as AuthenticatorTransport[],
      },
    }),
  ).catch(() => undefined);
  if (!result?.verified) return undefined;
  await database.read
    .update(passkeys)
    .set({ counter: result.authenticationInfo.newCounter, lastUsedAt: sql`now()` })
    .where(eq(passkeys.id, stored.id));
  return findUserById(database.read, stored.userId);
}

const passkeyName = z
  .string()
  .trim()
  .min(1, "Enter a name, such as the device it is on.")
  .max(60, "Enter a name of at most 60 characters.")
  .regex(/^\P{Cc}*$/u, "Enter a name without control characters.");

/** The library throws for whatever doesn't fit; none of its words go out. */
async function verified<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw refused(error);
  }
}

function refused(cause?: unknown): ProductError {
  return new ProductError("invalid_input", {
    detail: "The passkey wasn't accepted. Try again.",
    cause,
  });
}

function rpId(): string {
  return new URL(env().web.appUrl).hostname;
}

function origin(): string {
  return new URL(env().web.appUrl).origin;
}

async function note(
  tx: Parameters<typeof enqueueAccountMail>[0],
  userId: string,
  kind: "passkey-added" | "passkey-removed",
  name: string,
): Promise<void> {
  const action = kind === "passkey-added" ? "passkey.add" : "passkey.remove";
  const target = { type: "user", id: userId };
  await recordAudit(tx, { actor: userId, action, target, details: { name } });
  await enqueueAccountMail(tx, { kind, userId, facts: { what: name } });
}
