import { expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser, PASSWORD } from "@/dev/test/kits/access/signed-in";
import { createApiKey } from "@/lib/access/api-keys";
import { exportData } from "./export-data";

const db = useTestDatabase();

it("an export holds what is kept about its user, nothing of others, and no secret", async () => {
  const [user, other] = [await makeUser(db()), await makeUser(db())];
  const scopes = ["credits:read"] as const;
  const { key } = await createApiKey(db().database, user.id, { name: "Mine", scopes });
  await createApiKey(db().database, other.id, { name: "Theirs", scopes });
  let text = "";
  for await (const part of exportData(db().database.read, user)) text += part;
  const data = JSON.parse(text);
  expect(data).toMatchObject({
    profile: { email: user.email, name: "Test Person" },
    api_keys: [{ name: "Mine" }],
    activity: [],
  });
  expect(text).not.toContain(other.email);
  expect(text).not.toContain("Theirs");
  for (const secret of [key, PASSWORD, "argon2", "hash"]) expect(text).not.toContain(secret);
});
