import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { keyOf, useApi } from "@/dev/test/kits/api/api";
import {
  makeSample,
  makeSampleStage,
  type Sample,
  type SampleStage,
} from "@/dev/test/kits/api/samples";
import { ALL_SCOPES } from "@/lib/access/scopes";
import { newId } from "@/lib/shared/ids";
import { toEntryId, toHoldId } from "./public-ids";
import { routes } from "./routes";

const db = useTestDatabase();
const ask = useApi(db);

/** Ids of owners and of what they own, by the form that they have. */
const FORMS: readonly (readonly [RegExp, () => string])[] = [
  [/hold_[\w-]+/g, () => toHoldId({ accountId: newId(), holdId: newId() })],
  [/ent_[\w-]+/g, () => toEntryId({ accountId: newId(), seq: 1 })],
  [/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, () => newId()],
];

/** Every id of a text made unknown; what isn't somebody's, such as a campaign's id, is kept. */
function makeUnknown(text: string, kept: readonly string[]): string {
  return FORMS.reduce(
    (now, [form, make]) => now.replace(form, (id) => (kept.includes(id) ? id : make())),
    text,
  );
}

/** A key of another account with every scope: nothing but the ownership can refuse it. */
async function stranger() {
  const user = await makeUser(db(), "admin");
  const key = await keyOf(db(), user, ALL_SCOPES);
  return { key, accountId: user.accountId };
}

/** What an answer says, without what differs in every answer. */
function wordsOf({ status, body }: { status: number; body: unknown }) {
  return { status, body: { ...Object(body), request_id: undefined } };
}

/** Ids that name nobody's own: campaigns and their codes are the operator's. */
const operatorsOwn = (id: string, { path }: Sample) =>
  ["claimCampaign", "revokeCampaign"].includes(id) ? [path.split("/")[2] ?? ""] : [];

/** Requests that name an owner, or something that an account owns. */
const NAMELESS: readonly string[] = [
  ...["listPackages", "startPurchase", "listPurchaseHistory", "listAllPurchases", "getKey"],
  ...["createCoupon", "listCoupons", "deleteCoupon", "createCampaign", "listCampaigns"],
  ...["revokeCampaign", "putCustomer", "listRates", "getRate", "putRate"],
];

const owned = routes.filter(({ id }) => !NAMELESS.includes(id));

describe.each(owned.map((route) => [`${route.method} ${route.path}`, route] as const))(
  "%s",
  (_name, route) => {
    it("answers 404 to another owner's ids, in the words that it has for unknown ones", async () => {
      const stage: SampleStage = await makeSampleStage(db(), ask);
      const sample = await makeSample(route.id, stage);
      const { key } = await stranger();
      const send = ({ path, body }: Sample) =>
        ask(`${route.method} ${path}`, {
          headers: { ...key, "idempotency-key": newId() },
          ...(body && { body }),
        });
      const kept = operatorsOwn(route.id, sample);
      const foreign = await send(sample);
      const unknown = await send(JSON.parse(makeUnknown(JSON.stringify(sample), kept)) as Sample);
      expect(foreign.status).toBe(404);
      expect(wordsOf(foreign)).toEqual(wordsOf(unknown));
      // The same request is good: nothing else was wrong with it.
      const own = await ask(`${route.method} ${sample.path}`, {
        headers: { ...stage.key, "idempotency-key": newId() },
        ...(sample.body && { body: sample.body }),
      });
      expect(own.status).toBe(200);
    });
  },
);

describe("PUT /customers/{external_id}", () => {
  it("answers the same for a customer that exists and for one that doesn't", async () => {
    const stage = await makeSampleStage(db(), ask);
    const known = newId();
    await ask(`PUT /customers/${known}`, { headers: stage.key, body: {} });
    const { key } = await stranger();
    const [foreign, unknown] = await Promise.all(
      [known, newId()].map((id) => ask(`PUT /customers/${id}`, { headers: key, body: {} })),
    );
    expect(foreign?.status).toBe(403);
    expect(wordsOf(foreign ?? { status: 0, body: {} })).toEqual(
      wordsOf(unknown ?? { status: 0, body: {} }),
    );
  });
});
