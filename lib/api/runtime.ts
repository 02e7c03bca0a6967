import type { Database } from "@/db/client";
import type { KeyLookup } from "@/lib/access/key-lookup";
import type { SubmitClaim } from "@/lib/campaigns/claim";
import type { FindAccount } from "@/lib/customers/find-account";
import type { FindRate } from "@/lib/rates/rates";
import type { Commit } from "@/lib/spending/spending-lane";
import type { Limits } from "./limits";

/** What the API works with. The composition root of a process makes it; tests make their own. */
export interface ApiRuntime {
  readonly database: Database;
  readonly keys: KeyLookup;
  readonly findAccount: FindAccount;
  readonly findRate: FindRate;
  readonly commit: Commit;
  readonly claim: SubmitClaim;
  readonly limits: Limits;
  /** The public address of this installation, without a slash at the end. */
  readonly appUrl: string;
  /** Where a customer may be sent back to after the portal, beside this site. */
  readonly portalReturnOrigins: readonly string[];
  /** Whether an answer that doesn't fit its schema is logged (production) or an error (elsewhere). */
  readonly production: boolean;
}
