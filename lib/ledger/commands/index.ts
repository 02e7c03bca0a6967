import { type AdjustmentCommand, adjustment } from "./adjustment";
import { type CaptureCommand, capture } from "./capture";
import { type ClawbackCommand, clawback } from "./clawback";
import type { CommandDefinition } from "./definition";
import { type ExpireCommand, expire } from "./expire";
import { type ExtendCommand, extend } from "./extend";
import { type GrantCommand, grant } from "./grant";
import { type HoldCommand, hold } from "./hold";
import { type PurchaseCommand, purchase } from "./purchase";
import { type ReleaseCommand, release } from "./release";
import { type ReverseCommand, reverse } from "./reverse";
import { type SpendCommand, spend } from "./spend";
import { type TransferCommand, transfer } from "./transfer";

export type { Done, Outcome, Refused } from "../outcome";
export type {
  AdjustmentCommand,
  CaptureCommand,
  ClawbackCommand,
  ExpireCommand,
  ExtendCommand,
  GrantCommand,
  HoldCommand,
  PurchaseCommand,
  ReleaseCommand,
  ReverseCommand,
  SpendCommand,
  TransferCommand,
};

/** What is wanted of the ledger. */
export type Command =
  | AdjustmentCommand
  | CaptureCommand
  | ClawbackCommand
  | ExpireCommand
  | ExtendCommand
  | GrantCommand
  | HoldCommand
  | PurchaseCommand
  | ReleaseCommand
  | ReverseCommand
  | SpendCommand
  | TransferCommand;

const definitions: Readonly<Record<Command["kind"], CommandDefinition<Command>>> = {
  adjustment,
  capture,
  clawback,
  expire,
  extend,
  grant,
  hold,
  purchase,
  release,
  reverse,
  spend,
  transfer,
};

export function definitionOf(command: Command): CommandDefinition<Command> {
  return definitions[command.kind];
}
