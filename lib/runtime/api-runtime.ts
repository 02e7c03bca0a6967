import { database } from "@/db/client";
import { env } from "@/env";
import { createKeyLookup } from "@/lib/access/key-lookup";
import { createLimits } from "@/lib/api/limits";
import type { ApiRuntime } from "@/lib/api/runtime";
import { createClaimLane } from "@/lib/campaigns/claim";
import { createAccountLookup } from "@/lib/customers/find-account";
import { createRateLookup } from "@/lib/rates/rates";
import { processWide } from "@/lib/shared/process-wide";
import { createSpendingLane } from "@/lib/spending/spending-lane";

/** What the API of this process works with, whichever bundle asks. */
export function apiRuntime(): ApiRuntime {
  return processWide("api-runtime", () => {
    const settings = env();
    return {
      database: database(),
      keys: createKeyLookup(database().read),
      findAccount: createAccountLookup(database().read),
      findRate: createRateLookup(database().read),
      commit: createSpendingLane(database()),
      claim: createClaimLane(database()),
      limits: createLimits({ ...settings.api, processes: settings.processes.webConcurrency }),
      appUrl: settings.web.appUrl,
      portalReturnOrigins: settings.api.portalReturnOrigins,
      production: settings.production,
    };
  });
}
