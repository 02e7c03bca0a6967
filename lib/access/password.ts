import { hash, verify } from "@node-rs/argon2";

// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

let nobodysHash: Promise<string> | undefined;

/**
 * Whether a password is right. Without a hash (nobody has this e-mail, or the person signs in
 * through a provider) one is verified all the same, so that the time taken doesn't tell which.
 */
export async function isRightPassword(
  stored: string | null | undefined,
  password: string,
): Promise<boolean> {
  nobodysHash ??= hashPassword("the password of nobody");
  const matches = await verify(stored ?? (await nobodysHash), password);
  return matches && Boolean(stored);
}
