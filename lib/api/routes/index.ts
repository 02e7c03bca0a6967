import type { Route } from "../route";
import { getBalance } from "./get-balance";
import { getKey } from "./get-key";
import { listAllPurchases } from "./list-all-purchases";
import { listPackages } from "./list-packages";
import { listPurchaseHistory } from "./list-purchase-history";
import { putCustomer } from "./put-customer";
import { startPurchase } from "./start-purchase";

/** Every route of the API, in the order in which the reference shows them. */
export const routes: readonly Route[] = [
  listPackages,
  startPurchase,
  listPurchaseHistory,
  listAllPurchases,
  putCustomer,
  getBalance,
  getKey,
];
