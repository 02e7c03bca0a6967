import { sql } from "drizzle-orm";
import type { TestDatabase } from "@/dev/test/database";
import { purchase } from "@/dev/test/kits/ledger/commands";
import { ALL_SCOPES } from "@/lib/access/scopes";
import { createUser, type Role, type User } from "@/lib/access/users";
import { giftTokenOf } from "@/lib/gifts/gift-token";
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
  /** A model of the sample service that has a rate. */
  readonly model: string;
  /** A hold on a quote, which can be made once. */
  quote(): Promise<Sample>;
  /** Has a gift claimed that a sample takes back. */
  claim(takeBack: Sample): Promise<void>;
  /** Makes as many gifts as an account may have open. */
  fillGifts(): Promise<void>;
  /** Lets another transaction write the next version of the rate, while a request waits for it. */
  changeRate(): Promise<void>;
  /** Has a payment of the operator disputed. */
  dispute(): Promise<void>;
}

/** A request that is answered 200. */
export interface Sample {
  /** Under /api/v1, such as "/credits/holds/hold_…". */
  readonly path: string;
  readonly body?: Record<string, unknown>;
}

const SERVICE = "samples";

/** Without a password, which takes long to hash. */
function userOf({ database }: TestDatabase, role: Role): Promise<User> {
  const email = `${newId()}@example.com`;
  return createUser(database, { email, name: "Sample", role, emailVerified: true });
}

export async function makeSampleStage(db: TestDatabase, ask: Ask): Promise<SampleStage> {
  // One of its own: a rate that two stages change at once is a conflict.
  const model = newId();
  const [operator, user] = [await userOf(db, "admin"), await userOf(db, "buyer")];
  await db.database.transaction((tx) => commitCredits(tx, [purchase(user.accountId, "pi_1", 100)]));
  await putRate(db.database, {
    ...{ service: SERVICE, model, actor: "test" },
    terms: rateTerms.parse({ prices: { calls: { price: "1" } } }),
  });
  const key = await keyOf(db, operator, ALL_SCOPES, { account: "all" });
  const account = user.accountId;
  const stage: SampleStage = {
    ...{ ask, operator, key, user, account, model },
    async quote() {
      const { quote } = await make<{ quote: { id: string } }>(stage, "POST /credits/estimate", {
        ...{ account, service: SERVICE, model, usage: { calls: 1 }, lock: true },
      });
      return { path: "/credits/holds", body: { account, service: SERVICE, quote: quote.id } };
    },
    async claim({ path }) {
      const token = giftTokenOf(path.split("/")[3] ?? "");
      await make(stage, "POST /credits/gifts/claim", {
        ...{ customer: await makeCustomer(stage), token },
      });
    },
    async fillGifts() {
      const { id } = await makeGift(stage);
      await db.database.read.execute(sql`
        insert into credit_gifts (id, account_id, giver_account_id, credits, token_hash, expires_at, request_key, created_by)
        select gen_random_uuid(), gen_random_uuid(), giver_account_id, credits, sha256((id::text || n)::bytea), expires_at, n::text, created_by
        from credit_gifts, generate_series(1, 99) n where id = ${id}`);
    },
    changeRate: () =>
      new Promise((resolve, reject) => {
        const written = db.asOwner((owner) =>
          owner.begin(async (tx) => {
            await tx`insert into rates (service, model, version, terms, created_by)
              values (${SERVICE}, ${model}, 2, null, 'test')`;
            resolve();
            for (let waiting = false; !waiting; ) {
              const [row] = await tx`select count(*)::int as count from pg_locks
                where not granted and transactionid = pg_current_xact_id()::xid`;
              waiting = row?.count > 0;
            }
          }),
        );
        written.catch(reject);
      }),
    async dispute() {
      const { accountId } = operator;
      await db.database.read.execute(sql`
        insert into payment_disputes (account_id, id, purchase_id, amount_minor, currency, amount_as_of, withdrawn_minor, reinstated_minor, status, created_at)
        values (${accountId}, ${newId()}, ${newId()}, 1000, 'usd', now(), 1000, 0, 'needs_response', now())`);
    },
  };
  return stage;
}

/** @throws Error for a route that has no sample */
export async function makeSample(routeId: string, stage: SampleStage): Promise<Sample> {
  const sample = SAMPLES[routeId];
  if (!sample) throw new Error(`there is no sample of ${routeId}`);
  return sample(stage);
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
const SAMPLES: Readonly<Record<string, (stage: SampleStage) => Promise<Sample>>> = {
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
  estimate: async ({ account, model }) => ({
    path: "/credits/estimate",
    body: { account, service: SERVICE, model, usage: { calls: 1 } },
  }),
  listRates: async () => ({ path: "/rates?limit=1" }),
  getRate: async ({ model }) => ({ path: `/rates/${SERVICE}/${model}` }),
  putRate: async ({ model }) => ({
    path: `/rates/${SERVICE}/${model}`,
    body: { terms: { prices: { calls: { price: "2" } } } },
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
