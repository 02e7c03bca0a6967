import type { Route } from "@/lib/api/route";
import { newId } from "@/lib/shared/ids";
import { makeSample, type Sample, type SampleStage } from "./samples";

/**
 * Requests that are good but for one thing, by route: what makes each answer 402, 404, 409 or 422.
 * What every route has in common, such as 401, is provoked the same way for all.
 */

/** A request, sent after `before` was answered. */
export interface Provocation {
  readonly before?: readonly Sample[];
  readonly sample: Sample;
  /** The Idempotency-Key of all of them; each has its own unless told. */
  readonly sameKey?: true;
  /** As a signed-in user instead of with a key. */
  readonly asSession?: true;
}

type Provoke = (stage: SampleStage, sample: Sample) => Promise<Provocation> | Provocation;

/** More than anybody has. */
const TOO_MUCH = "1000000";

const withBody = (sample: Sample, more: Record<string, unknown>): Sample => ({
  ...sample,
  body: { ...sample.body, ...more },
});

/** A spend of a batch with something else in it. */
function withSpend(sample: Sample, more: Record<string, unknown>): Sample {
  const { spends } = sample.body as { spends: Record<string, unknown>[] };
  return withBody(sample, { spends: spends.map((spend) => ({ ...spend, ...more })) });
}

/** The same again, which the state doesn't allow a second time. */
const twice: Provoke = (_, sample) => ({ before: [sample], sample });

const insufficient: Readonly<Record<string, Provoke>> = {
  spendBatch: (_, sample) => ({ sample: withSpend(sample, { amount: TOO_MUCH }) }),
};

const missing: Readonly<Record<string, Provoke>> = {
  startPurchase: (_, sample) => ({ sample: withBody(sample, { package_code: "none" }) }),
  createPortalLink: (_, sample) => ({
    sample: { ...sample, path: `/customers/${newId()}/portal` },
  }),
  spendBatch: (_, sample) => ({ sample: withSpend(sample, { account: newId() }) }),
  getRate: (_, sample) => ({ sample: { ...sample, path: `/rates/none/${newId()}` } }),
  estimate: (_, sample) => ({ sample: withBody(sample, { model: newId() }) }),
  reverse: (_, sample) => ({ sample: withBody(sample, { entry: "ent_none" }) }),
  claimGift: (_, sample) => ({ sample: withBody(sample, { token: "none" }) }),
  redeemCoupon: (_, sample) => ({ sample: withBody(sample, { code: "NOSUCHCODE" }) }),
  deleteCoupon: (_, sample) => ({ sample: { ...sample, path: "/credits/coupons/NOSUCHCODE" } }),
  claimCampaign: (_, sample) => ({ sample: { ...sample, path: `/campaigns/${newId()}/claims` } }),
  revokeCampaign: (_, sample) => ({ sample: { ...sample, path: `/campaigns/${newId()}/revoke` } }),
  takeBackGift: (_, sample) => ({
    sample: { ...sample, path: `/credits/gifts/${newId()}/take-back` },
  }),
  getKey: (_, sample) => ({ sample, asSession: true }),
};

const conflicting: Readonly<Record<string, Provoke>> = {
  captureHold: twice,
  releaseHold: twice,
  reverse: twice,
  createCampaign: (_, sample) => {
    const code = { kind: "code", code: newId().slice(-12) };
    return { before: [withBody(sample, code)], sample: withBody(sample, code) };
  },
  createCoupon: (_, sample) => ({ before: [sample], sample: withBody(sample, { credits: 2 }) }),
  redeemCoupon: twice,
  claimCampaign: twice,
  async putRate(stage, sample) {
    await stage.changeRate();
    return { sample };
  },
  async extendHold(_, sample) {
    const release = { path: sample.path.replace("/extend", "/release") };
    return { before: [release], sample };
  },
  async holdCredits(stage) {
    const onQuote = await stage.quote();
    return { before: [onQuote], sample: onQuote };
  },
  async createGift(stage, sample) {
    await stage.fillGifts();
    return { sample };
  },
  async claimGift(stage, sample) {
    const other = await makeSample("claimGift", stage);
    return { before: [sample], sample: withBody(sample, { customer: other.body?.customer }) };
  },
  async takeBackGift(stage, sample) {
    await stage.claim(sample);
    return { sample };
  },
  async startPurchase(stage, sample) {
    await stage.dispute();
    return { sample };
  },
};

/** The same key for another request. */
const mismatched: Readonly<Record<string, Provoke>> = {
  async releaseHold(stage, sample) {
    const other = await makeSample("releaseHold", stage);
    return { before: [sample], sample: other, sameKey: true };
  },
  captureHold: (_, sample) => ({
    ...{ before: [sample], sample: withBody(sample, { amount: "0.5" }), sameKey: true },
  }),
  createCoupon: (_, sample) => ({
    ...{ before: [sample], sample: withBody(sample, { credits: 2 }), sameKey: true },
  }),
  createCampaign: (_, sample) => ({
    ...{ before: [sample], sample: withBody(sample, { credits: "2" }), sameKey: true },
  }),
  spendBatch: (_, sample) => ({
    ...{ before: [sample], sample: withSpend(sample, { amount: "0.5" }) },
  }),
  reverse: (_, sample) => ({
    ...{ before: [sample], sample: withBody(sample, { amount: "0.5" }), sameKey: true },
  }),
};

/** What all others of a kind have in common. */
const DEFAULTS: Readonly<Record<number, Provoke>> = {
  402: (_, sample) => ({ sample: withBody(sample, { amount: TOO_MUCH }) }),
  404: (_, sample) => ({ sample: nameNobody(sample) }),
  422: (_, sample) => ({
    ...{ before: [sample], sample: withBody(sample, { amount: "0.5" }), sameKey: true },
  }),
};

const BY_STATUS: Readonly<Record<number, Readonly<Record<string, Provoke>>>> = {
  402: insufficient,
  404: missing,
  409: conflicting,
  422: mismatched,
};

/** The same about an account, a user or a hold that doesn't exist. */
function nameNobody({ path, body }: Sample): Sample {
  const known = ["account", "user_id"].filter((name) => body && name in body);
  return {
    path: path.replace(/account=[\w-]+/, `account=${newId()}`).replace(/hold_[\w-]+/, "hold_none"),
    ...(body && { body: { ...body, ...Object.fromEntries(known.map((name) => [name, newId()])) } }),
  };
}

/** What makes a route answer a status of its own. @throws Error when nobody has said how */
export async function provoke(
  status: number,
  route: Route,
  stage: SampleStage,
): Promise<Provocation> {
  const sample = await makeSample(route.id, stage);
  const how = BY_STATUS[status]?.[route.id] ?? DEFAULTS[status];
  if (!how) throw new Error(`nothing says how ${route.id} comes to answer ${status}`);
  return how(stage, sample);
}
