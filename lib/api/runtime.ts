import type { Database } from "@/db/client";
import type { KeyLookup } from "@/lib/access/key-lookup";
import type { FindAccount } from "@/lib/customers/find-account";
import type { Command } from "@/lib/ledger/commands";
import type { Outcome } from "@/lib/ledger/outcome";
import type { FindRate } from "@/lib/rates/rates";
import type { Limits } from "./limits";

/** What the API works with. The composition root of a process makes it; tests make their own. */
export interface ApiRuntime {
  readonly database: Database;
  readonly keys: KeyLookup;
  readonly findAccount: FindAccount;
  readonly findRate: FindRate;
  /** Gives a command to the ledger. */
  readonly commit: (command: Command) => Promise<Outcome>;
  readonly limits: Limits;
  /** The public address of this installation, without a slash at the end. */
  readonly appUrl: string;
  /** Whether an answer that doesn't fit its schema is logged (production) or an error (elsewhere). */
  readonly production: boolean;
}
