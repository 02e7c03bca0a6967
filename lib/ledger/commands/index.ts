import { type ClawbackCommand, clawback } from "./clawback";
import type { CommandDefinition } from "./definition";
import { type GrantCommand, grant } from "./grant";
import { type PurchaseCommand, purchase } from "./purchase";
import { type SpendCommand, spend } from "./spend";

export type { Done, Outcome, Refused } from "../outcome";
export type { ClawbackCommand, GrantCommand, PurchaseCommand, SpendCommand };

/** What somebody wants of the ledger. */
export type Command = PurchaseCommand | GrantCommand | SpendCommand | ClawbackCommand;

const definitions: Readonly<Record<Command["kind"], CommandDefinition<Command>>> = {
  purchase,
  grant,
  spend,
  clawback,
};

export function definitionOf(command: Command): CommandDefinition<Command> {
  return definitions[command.kind];
}
