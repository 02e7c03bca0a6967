import { parseCredits } from "@/lib/shared/credits";

/** How many claims a budget is enough for; undefined while what is typed is no amount. */
export function countClaims(typed: { credits: string; budget: string }): number | undefined {
  try {
    const [credits, budget] = [
      parseCredits(typed.credits.trim()),
      parseCredits(typed.budget.trim()),
    ];
    return credits > 0n && budget > 0n ? Number(budget / credits) : undefined;
  } catch {
    return undefined;
  }
}
