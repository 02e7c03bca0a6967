import { hkdfSync } from "node:crypto";
import { createChallenge, randomInt, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { z } from "zod";
import type { Database } from "@/db/client";
import { env } from "@/env";
import { readSetting } from "@/lib/settings/settings";
import { ProductError } from "@/lib/shared/errors";
import { markChallengeUsed } from "./one-time-tokens";

const LIFETIME_MS = 10 * 60_000;
const ALGORITHM = "PBKDF2/SHA-256";
/** Rounds of one step, and how many steps are needed: about a second of a phone. */
const COST = 1_000;
const STEPS = { min: 300, max: 900 } as const;

const answer = z.object({
  challenge: z.object({
    parameters: z.object({
      algorithm: z.literal(ALGORITHM),
      cost: z.literal(COST),
      keyLength: z.number().int(),
      keyPrefix: z.string(),
      keySignature: z.string(),
      nonce: z.string(),
      salt: z.string(),
      expiresAt: z.number().int(),
    }),
    signature: z.string().regex(/^[0-9a-f]+$/),
  }),
  solution: z.object({ counter: z.number().int(), derivedKey: z.string() }),
});

/** What a browser computes on, as ALTCHA writes it: https://altcha.org/docs/v2/ */
export type Work = Awaited<ReturnType<typeof createChallenge>>;

/** Work for a browser that wants to sign up; undefined where none is asked for. Nothing is stored. */
export async function offerWork(database: Database): Promise<Work | undefined> {
  if (!(await isWorkAsked(database))) return undefined;
  return createChallenge({
    algorithm: ALGORITHM,
    cost: COST,
    counter: randomInt(STEPS.max, STEPS.min),
    deriveKey,
    expiresAt: new Date(Date.now() + LIFETIME_MS),
    ...secrets(),
  });
}

/** Whether a browser must have computed something before it may sign up: a setting. */
export function isWorkAsked(database: Database): Promise<boolean> {
  return readSetting(database.read, "sign_up_proof_of_work");
}

/**
 * Takes the work that a browser did. Each is good once.
 * @param text the work and its solution, as JSON; anything where none is asked for
 * @throws ProductError forbidden when it wasn't done, was done long ago, or was used before
 */
export async function redeemWork(database: Database, text: string): Promise<void> {
  if (!(await isWorkAsked(database))) return;
  const given = answer.safeParse(parseJson(text)).data;
  if (!given) throw refused();
  const { challenge, solution } = given;
  const { verified } = await verifySolution({
    challenge,
    solution: { ...solution, time: 0 },
    deriveKey,
    ...secrets(),
  });
  const isNew =
    verified &&
    (await markChallengeUsed(database.read, {
      ...{ purpose: "sign_up_work", userId: null, challenge: challenge.signature },
      expiresAt: new Date(challenge.parameters.expiresAt * 1_000),
    }));
  if (!isNew) throw refused();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refused(): ProductError {
  return new ProductError("forbidden", {
    detail: "The check that keeps bots out was not passed. Send the form again.",
  });
}

function secrets() {
  return {
    hmacSignatureSecret: deriveSecret("challenge"),
    hmacKeySignatureSecret: deriveSecret("solution"),
  };
}

function deriveSecret(purpose: string): string {
  const info = `ops-center-credits proof of work: ${purpose}`;
  return Buffer.from(hkdfSync("sha256", env().signIn.secret, "", info, 32)).toString("hex");
}
