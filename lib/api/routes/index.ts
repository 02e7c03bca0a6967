import type { Route } from "../route";
import { allocate } from "./allocate";
import { captureHold } from "./capture-hold";
import { claimCampaign } from "./claim-campaign";
import { claimGift } from "./claim-gift";
import { createCampaign } from "./create-campaign";
import { createCoupon } from "./create-coupon";
import { createGift } from "./create-gift";
import { createPortalLink } from "./create-portal-link";
import { deduct } from "./deduct";
import { deleteCoupon } from "./delete-coupon";
import { estimate } from "./estimate";
import { extendHold } from "./extend-hold";
import { getBalance } from "./get-balance";
import { getHold } from "./get-hold";
import { getKey } from "./get-key";
import { getRate } from "./get-rate";
import { getUsageSummary } from "./get-usage-summary";
import { grantCredits } from "./grant-credits";
import { holdCredits } from "./hold-credits";
import { listAllPurchases } from "./list-all-purchases";
import { listCampaigns } from "./list-campaigns";
import { listCoupons } from "./list-coupons";
import { listGifts } from "./list-gifts";
import { listLots } from "./list-lots";
import { listPackages } from "./list-packages";
import { listPurchaseHistory } from "./list-purchase-history";
import { listRates } from "./list-rates";
import { listTransactions } from "./list-transactions";
import { listUsageByModel } from "./list-usage-by-model";
import { listUsageByService } from "./list-usage-by-service";
import { listUsageOverTime } from "./list-usage-over-time";
import { putCustomer } from "./put-customer";
import { putRate } from "./put-rate";
import { redeemCoupon } from "./redeem-coupon";
import { refundCredits } from "./refund-credits";
import { releaseHold } from "./release-hold";
import { reverse } from "./reverse";
import { revokeCampaign } from "./revoke-campaign";
import { spend } from "./spend";
import { spendBatch } from "./spend-batch";
import { startPurchase } from "./start-purchase";
import { takeBackGift } from "./take-back-gift";
import { transferCredits } from "./transfer-credits";
import { validateCoupon } from "./validate-coupon";

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
  listRates,
  getRate,
  putRate,
  reverse,
  grantCredits,
  transferCredits,
  listTransactions,
  listLots,
  holdCredits,
  captureHold,
  extendHold,
  releaseHold,
  getHold,
  getUsageSummary,
  listUsageByService,
  listUsageByModel,
  listUsageOverTime,
  createGift,
  listGifts,
  claimGift,
  takeBackGift,
  redeemCoupon,
  validateCoupon,
  createCoupon,
  listCoupons,
  deleteCoupon,
  createCampaign,
  listCampaigns,
  claimCampaign,
  revokeCampaign,
  deduct,
  allocate,
  refundCredits,
  getKey,
];
