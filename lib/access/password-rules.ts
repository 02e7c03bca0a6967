import { dictionary } from "@zxcvbn-ts/language-common";
import { z } from "zod";
import { oncePerProcess } from "@/lib/shared/once-per-process";

/** The shortest password. Length is the only rule about form: https://pages.nist.gov/800-63-4/sp800-63b.html */
export const MIN_PASSWORD_LENGTH = 12;
/** The longest: argon2 would take more, and a flood of megabytes would keep it busy. */
export const MAX_PASSWORD_LENGTH = 200;

/** A password that is long enough and none of those that attackers try first. */
export const newPassword = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `Use a password of at least ${MIN_PASSWORD_LENGTH} characters.`)
  .max(MAX_PASSWORD_LENGTH, `Use a password of at most ${MAX_PASSWORD_LENGTH} characters.`)
  .refine((password) => !isCommon(password), {
    error: "This password is on lists of common passwords. Choose another one.",
  });

/** Words that a list of the world's passwords can't know. */
const OUR_WORDS = ["opscentercredits", "ops-center-credits", "ops center credits"];

function isCommon(password: string): boolean {
  const lower = password.toLowerCase();
  // "aaaaaaaaaaaa" and "abcabcabcabc": one short piece again and again.
  return /^(.{1,4})\1+.{0,3}$/s.test(lower) || isSequence(lower) || commonPasswords().has(lower);
}

function isSequence(text: string): boolean {
  const steps = new Set(
    [...text].slice(1).map((character, index) => character.charCodeAt(0) - text.charCodeAt(index)),
  );
  const [step] = steps;
  return steps.size === 1 && Math.abs(step ?? 0) <= 1;
}

function commonPasswords(): ReadonlySet<string> {
  return oncePerProcess(
    "common-passwords",
    () =>
      new Set(
        [
          ...OUR_WORDS,
          ...(dictionary["passwords-common"] ?? []).filter(
            (word) => String(word).length >= MIN_PASSWORD_LENGTH,
          ),
        ].map(String),
      ),
  );
}
