import type { Work } from "@/lib/access/proof-of-work";

/**
 * Does the work that keeps bots out: about a second of computing, beside the page. The library is
 * loaded when it is needed.
 * @returns the work and its solution, as the form sends them; undefined where the browser can't,
 *   because the page isn't served over https or the browser is too old
 */
export async function doWork(challenge: Work): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle) return undefined;
  const [{ solveChallenge }, { deriveKey }] = await Promise.all([
    import("altcha-lib"),
    import("altcha-lib/algorithms/web/pbkdf2"),
  ]);
  const solution = await solveChallenge({ challenge, deriveKey });
  return solution ? JSON.stringify({ challenge, solution }) : undefined;
}
