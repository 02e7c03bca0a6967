import { expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { listAuditEntries } from "@/lib/audit/list-audit-entries";
import { recordRefusedPermission } from "./record-refused-permission";

const db = useTestDatabase();

it("what somebody may not do is kept with who asked, and nobody fills the log by asking on", async () => {
  const user = await makeUser(db(), "support");
  const ask = () => recordRefusedPermission(db().database, user, "users.manage");
  await Promise.all(Array.from({ length: 60 }, ask));
  const rows = await listAuditEntries(db().database.read, { actor: user.id, limit: 100 });
  expect(rows).toHaveLength(20);
  expect(rows[0]).toMatchObject({
    action: "permission.refuse",
    details: { permission: "users.manage", role: "support" },
  });
});
