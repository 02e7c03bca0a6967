import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { settings } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { newId } from "@/lib/shared/ids";
import { isFixed, readSetting, writeSetting } from "./settings";

const db = useTestDatabase();
const actor = newId();

it("a setting has its default until an admin changes it, with a trace of both values", async () => {
  const { read } = db().database;
  expect(await readSetting(read, "support_refund_limit_minor")).toBe(10_000);
  await writeSetting(db().database, "support_refund_limit_minor", 5_000, actor);
  expect(await readSetting(read, "support_refund_limit_minor")).toBe(5_000);
  const traces = await read.execute(sql`select details from audit_log where actor = ${actor}`);
  expect([...traces]).toEqual([{ details: { before: 10_000, after: 5_000 } }]);
});

it("a value that doesn't fit is refused, and a stored one that fits no more counts as none", async () => {
  await expect(
    writeSetting(db().database, "support_refund_limit_minor", -1, actor),
  ).rejects.toMatchObject({ code: "invalid_input" });
  await db()
    .database.read.insert(settings)
    .values({ key: "staff_second_factor", value: "perhaps" });
  expect(await readSetting(db().database.read, "staff_second_factor")).toBe(false);
});

it("a setting that the environment doesn't fix can be changed", () => {
  expect(isFixed("staff_second_factor")).toBe(false);
});
