import type { Route } from "../route";
import { allocate } from "./allocate";
import { createPortalLink } from "./create-portal-link";
import { deduct } from "./deduct";
import { estimate } from "./estimate";
import { getBalance } from "./get-balance";
import { getKey } from "./get-key";
import { getUsageSummary } from "./get-usage-summary";
import { grantCredits } from "./grant-credits";
import { listAllPurchases } from "./list-all-purchases";
import { listLots } from "./list-lots";
import { listPackages } from "./list-packages";
import { listPurchaseHistory } from "./list-purchase-history";
import { listTransactions } from "./list-transactions";
import { listUsageByModel } from "./list-usage-by-model";
import { listUsageByService } from "./list-usage-by-service";
import { listUsageOverTime } from "./list-usage-over-time";
import { putCustomer } from "./put-customer";
import { refundCredits } from "./refund-credits";
import { spend } from "./spend";
import { spendBatch } from "./spend-batch";
import { startPurchase } from "./start-purchase";

/** Every route of the API, in the order in which the reference shows them. */
export const routes: readonly Route[] = [
  listPackages,
  startPurchase,
  listPurchaseHistory,
  listAllPurchases,
  putCustomer,
  createPortalLink,
  getBalance,
  spend,
  spendBatch,
  estimate,
  grantCredits,
  listTransactions,
  listLots,
  getUsageSummary,
  listUsageByService,
  listUsageByModel,
  listUsageOverTime,
  deduct,
  allocate,
  refundCredits,
  getKey,
];
