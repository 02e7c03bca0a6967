import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { busy } from "@/lib/shared/errors";
import { oncePerProcess } from "@/lib/shared/once-per-process";
import { Semaphore } from "@/lib/shared/semaphore";

// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** How many may wait for their turn. Past it a flood is refused, so that everything else goes on. */
export const MAX_WAITING = 40;
const WAIT_MS = 5_000;

// Hashing runs on libuv's few threads, which files and name look-ups need, too.
const places = () =>
  oncePerProcess("password-hashing", () => new Semaphore(Math.min(2, availableParallelism())));

/** @throws ProductError busy when too many passwords are being hashed already */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, COST));
}

/**
 * Whether a password is right. Without a hash (the e-mail is unknown, or the user signs in through
 * a provider) one is verified all the same, so that the time taken doesn't tell which.
 * @throws ProductError busy when too many passwords are being verified already
 */
export async function isRightPassword(
  stored: string | null | undefined,
  password: string,
): Promise<boolean> {
  const decoy = await oncePerProcess("decoy-hash", () => hash("the password of nobody", COST));
  const matches = await inTurn(() => verify(stored ?? decoy, password));
  return matches && Boolean(stored);
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (places().waiting >= MAX_WAITING) throw busy();
  const leave = await places().acquire(WAIT_MS);
  if (!leave) throw busy();
  try {
    return await work();
  } finally {
    leave();
  }
}
