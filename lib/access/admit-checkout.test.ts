import { expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { admitCheckout } from "./admit-checkout";
import { LIMITS } from "./limits";

const db = useTestDatabase();

it("a user opens only a few checkout pages at once, and keeps nobody else from it", async () => {
  const [busy, other] = [await makeUser(db()), await makeUser(db())];
  const asked = await Promise.allSettled(
    Array.from({ length: 40 }, () => admitCheckout(db().database, busy)),
  );
  const admitted = asked.filter(({ status }) => status === "fulfilled");
  expect(admitted).toHaveLength(LIMITS.checkout.free);
  await expect(admitCheckout(db().database, busy)).rejects.toMatchObject({ code: "rate_limited" });
  await admitCheckout(db().database, other);
});

it("a user whose address isn't verified opens none", async () => {
  const user = await makeUser(db(), "buyer", { emailVerified: false });
  await expect(admitCheckout(db().database, user)).rejects.toMatchObject({ code: "forbidden" });
});
