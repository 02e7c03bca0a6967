import type { TestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { purchase } from "@/dev/test/kits/ledger/commands";
import { ALL_SCOPES } from "@/lib/access/scopes";
import type { User } from "@/lib/access/users";
import { putRate } from "@/lib/rates/rates";
import { rateTerms } from "@/lib/rates/terms";
import { newId } from "@/lib/shared/ids";
import { commitCredits } from "@/lib/spending/commit-credits";
import { type Ask, keyOf } from "./api";

/** Who asks, and about whom: a key of an operator for all accounts, and a customer. */
export interface SampleStage {
  readonly ask: Ask;
  readonly operator: User;
  readonly key: { readonly authorization: string };
  /** A user with 100 paid credits. */
  readonly user: User;
  /** The user's account. */
  readonly account: string;
}

/** A request that is answered 200. */
export interface Sample {
  /** Under /api/v1, such as "/credits/holds/hold_…". */
  readonly path: string;
  readonly body?: Record<string, unknown>;
}

export const SERVICE = "samples";
export const MODEL = "model";

export async function makeSampleStage(db: TestDatabase, ask: Ask): Promise<SampleStage> {
  const [operator, user] = [await makeUser(db, "admin"), await makeUser(db)];
  await db.database.transaction((tx) => commitCredits(tx, [purchase(user.accountId, "pi_1", 100)]));
  await putRate(db.database, {
    ...{ service: SERVICE, model: MODEL, actor: "test" },
    terms: rateTerms.parse({ prices: { calls: { price: "1" } } }),
  });
  const key = await keyOf(db, operator, ALL_SCOPES, { account: "all" });
  return { ask, operator, key, user, account: user.accountId };
}

/** Sends what a sample needs to be there before. */
async function make<Body>({ ask, key }: SampleStage, call: string, body: unknown): Promise<Body> {
  const headers = { ...key, "idempotency-key": newId() };
  const answer = await ask<Body>(call, { headers, body });
  if (answer.status !== 200) throw new Error(`${call}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const spendOf = ({ account }: SampleStage) => ({ account, amount: "1", service: SERVICE });

const makeHold = async (stage: SampleStage) =>
  (await make<{ id: string }>(stage, "POST /credits/holds", spendOf(stage))).id;

const makeCampaign = async (stage: SampleStage) =>
  (await make<{ id: string }>(stage, "POST /campaigns", campaign())).id;

const campaign = () => ({ name: "Sample", kind: "referral", credits: "1", budget: "10" });

const coupon = () => ({ code: newId().slice(-12).toUpperCase(), credits: 1, max_uses: 5 });

async function makeCoupon(stage: SampleStage): Promise<string> {
  const given = coupon();
  await make(stage, "POST /credits/coupons/create", given);
  return given.code;
}

async function makeCustomer(stage: SampleStage): Promise<string> {
  const id = newId();
  await make(stage, `PUT /customers/${id}`, {});
  return id;
}

const makeGift = (stage: SampleStage) =>
  make<{ id: string; url: string }>(stage, "POST /credits/gifts", {
    ...{ account: stage.account, amount: "1" },
  });

const addition = ({ user }: SampleStage) => ({ user_id: user.id, amount: 1, reason: "Sample" });
const about =
  (path: string) =>
  async ({ account }: SampleStage): Promise<Sample> => ({ path: `${path}?account=${account}` });

/** By the route's id: a request of each route, about the customer of the stage. */
export const SAMPLES: Readonly<Record<string, (stage: SampleStage) => Promise<Sample>>> = {
  listPackages: async () => ({ path: "/billing/credits/packages?include_inactive=true" }),
  startPurchase: async () => ({
    path: "/billing/credits/purchase",
    body: { package_code: "starter" },
  }),
  listPurchaseHistory: async () => ({ path: "/billing/credits/history?limit=1" }),
  listAllPurchases: async () => ({ path: "/billing/credits/admin/purchases?limit=1" }),
  putCustomer: async () => ({ path: `/customers/${newId()}`, body: {} }),
  createPortalLink: async (stage) => ({
    path: `/customers/${await makeCustomer(stage)}/portal`,
    body: {},
  }),
  getBalance: about("/credits/balance"),
  spend: async (stage) => ({ path: "/credits/spend", body: spendOf(stage) }),
  spendBatch: async (stage) => ({
    path: "/credits/spend/batch",
    body: {
      spends: [{ ...spendOf(stage), idempotency_key: newId() }],
      all_or_nothing: true,
    },
  }),
  estimate: async ({ account }) => ({
    path: "/credits/estimate",
    body: { account, service: SERVICE, model: MODEL, usage: { calls: 1 } },
  }),
  async reverse(stage) {
    const { entry } = await make<{ entry: string }>(stage, "POST /credits/spend", spendOf(stage));
    return { path: "/credits/reverse", body: { entry, reason: "Sample" } };
  },
  grantCredits: async ({ account }) => ({
    path: "/credits/grants",
    body: { account, amount: "1", reason: "Sample" },
  }),
  transferCredits: async (stage) => ({
    path: "/credits/transfers",
    body: {
      ...{ account: stage.account, amount: "1", reason: "Sample" },
      to: { customer: await makeCustomer(stage) },
    },
  }),
  listTransactions: about("/credits/transactions"),
  listLots: about("/credits/lots"),
  holdCredits: async (stage) => ({ path: "/credits/holds", body: spendOf(stage) }),
  captureHold: async (stage) => ({
    path: `/credits/holds/${await makeHold(stage)}/capture`,
    body: {},
  }),
  extendHold: async (stage) => ({
    path: `/credits/holds/${await makeHold(stage)}/extend`,
    body: { expires_in: 60 },
  }),
  releaseHold: async (stage) => ({ path: `/credits/holds/${await makeHold(stage)}/release` }),
  getHold: async (stage) => ({ path: `/credits/holds/${await makeHold(stage)}` }),
  getUsageSummary: about("/credits/usage/summary"),
  listUsageByService: about("/credits/usage/by-service"),
  listUsageByModel: about("/credits/usage/by-model"),
  listUsageOverTime: about("/credits/usage/timeseries"),
  createGift: async ({ account }) => ({
    path: "/credits/gifts",
    body: { account, amount: "1" },
  }),
  listGifts: about("/credits/gifts"),
  async claimGift(stage) {
    const { url } = await makeGift(stage);
    const customer = await makeCustomer(stage);
    return {
      path: "/credits/gifts/claim",
      body: { customer, token: new URL(url).hash.slice(1) },
    };
  },
  takeBackGift: async (stage) => ({
    path: `/credits/gifts/${(await makeGift(stage)).id}/take-back`,
    body: { account: stage.account },
  }),
  redeemCoupon: async (stage) => ({
    path: "/credits/coupons/redeem",
    body: { account: stage.account, code: await makeCoupon(stage) },
  }),
  validateCoupon: async (stage) => ({
    path: "/credits/coupons/validate",
    body: { account: stage.account, code: await makeCoupon(stage) },
  }),
  createCoupon: async () => ({ path: "/credits/coupons/create", body: coupon() }),
  listCoupons: async () => ({ path: "/credits/coupons/list?limit=1" }),
  deleteCoupon: async (stage) => ({ path: `/credits/coupons/${await makeCoupon(stage)}` }),
  createCampaign: async () => ({ path: "/campaigns", body: campaign() }),
  listCampaigns: async () => ({ path: "/campaigns?limit=1" }),
  claimCampaign: async (stage) => ({
    path: `/campaigns/${await makeCampaign(stage)}/claims`,
    body: { account: stage.account },
  }),
  revokeCampaign: async (stage) => ({ path: `/campaigns/${await makeCampaign(stage)}/revoke` }),
  deduct: async ({ user }) => ({
    path: "/credits/deduct",
    body: { user_id: user.id, amount: 1, service: SERVICE },
  }),
  allocate: async (stage) => ({ path: "/credits/allocate", body: addition(stage) }),
  refundCredits: async (stage) => ({ path: "/credits/refund", body: addition(stage) }),
  getKey: async () => ({ path: "/key" }),
};
