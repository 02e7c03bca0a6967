import { isId } from "@/lib/shared/ids";
import { type Refused, refuse } from "../outcome";
import type { AccountState, Hold } from "../state";

/**
 * The open hold of an account that a command names, or why there is none. One that has expired is
 * none, although the entry that ends it may be left for the next command.
 */
export function openHold(state: AccountState, holdId: string, at: Date): Hold | Refused {
  const hold = state.holds.get(holdId);
  if (!hold) return refuse("not_found", "There is no such hold.");
  if (hold.state !== "open") {
    return refuse("hold_ended", `This hold has been ${hold.state} already.`);
  }
  return hold.expiresAt > at ? hold : refuse("hold_ended", "This hold has expired already.");
}

export function isRefused(found: Hold | Refused): found is Refused {
  return "status" in found;
}

export function findHoldFault(holdId: string): string | undefined {
  return isId(holdId) ? undefined : "The hold's id must be a UUID.";
}
