import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { withRequest } from "@/lib/shared/request-context";
import { auditRefusals } from "./audit-refusals";
import { type AuditFilter, listAuditEntries } from "./list-audit-entries";
import { recordAudit } from "./record-audit";

describe("the audit log", () => {
  const db = useTestDatabase();
  const list = (filter: Partial<AuditFilter> = {}) =>
    listAuditEntries(db().database.read, { limit: 10, ...filter });
  const admin = newId();
  const record = (action: string, id: string, actor = admin) =>
    recordAudit(db().database.read, { actor, action, target: { type: "pack", id } });

  it("is read by who, what, to what and when, newest first", async () => {
    await record("pack.retire", "starter");
    await record("pack.activate", "starter");
    await record("refund.request", "p1", "cli");
    const [newest, middle, oldest] = await list();
    expect([newest, middle, oldest].map((entry) => entry?.action)).toEqual([
      ...["refund.request", "pack.activate", "pack.retire"],
    ]);
    const actions = async (filter: Partial<AuditFilter>) =>
      (await list(filter)).map(({ action }) => action);
    expect(await actions({ actor: "cli" })).toEqual(["refund.request"]);
    expect(await actions({ action: "pack.retire" })).toEqual(["pack.retire"]);
    expect(await actions({ action: "pack." })).toEqual(["pack.activate", "pack.retire"]);
    expect(await actions({ targetId: "p1" })).toEqual(["refund.request"]);
    const at = oldest?.at ?? new Date();
    expect(await actions({ to: at })).toEqual([]);
    expect(await actions({ from: at })).toHaveLength(3);
  });

  it("is read page by page, each entry once, also where many have one timestamp", async () => {
    await db().database.transaction(async (tx) => {
      for (let made = 0; made < 7; made += 1) {
        await recordAudit(tx, { actor: "cli", action: "page.test" });
      }
    });
    const seen: string[] = [];
    let before: AuditFilter["before"];
    for (;;) {
      const page = await list({ action: "page.test", limit: 3, before });
      seen.push(...page.map(({ id }) => id));
      before = page.at(-1);
      if (!before) break;
    }
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
  });

  it("says in which request it was done and from where, and finds all of a request", async () => {
    const request = { requestId: newId(), ip: "198.51.100.7" };
    await withRequest(request, async () => {
      await record("grant.request", "a1");
      await record("grant.approve", "a2");
    });
    const rows = await list({ anyId: request.requestId });
    expect(rows.map(({ action, ip, requestId }) => [action, ip, requestId])).toEqual([
      ["grant.approve", request.ip, request.requestId],
      ["grant.request", request.ip, request.requestId],
    ]);
  });

  it("keeps what was refused, though the transaction of the try is rolled back", async () => {
    const target = { type: "purchase", id: newId() };
    const attempt = { actor: admin, action: "refund.start", target };
    const refuse = (code: "forbidden" | "invalid_input") =>
      auditRefusals(db().database, attempt, () =>
        db().database.transaction(async (tx) => {
          await recordAudit(tx, { actor: admin, action: "refund.start", target });
          throw new ProductError(code, { detail: "No." });
        }),
      );
    await expect(refuse("forbidden")).rejects.toMatchObject({ code: "forbidden" });
    await expect(refuse("invalid_input")).rejects.toMatchObject({ code: "invalid_input" });
    const rows = await list({ targetId: target.id });
    expect(rows.map(({ action, details }) => [action, details])).toEqual([
      ["refund.refuse", { tried: "refund.start", code: "forbidden" }],
    ]);
  });

  it("keeps what was recorded: the app's role may neither change nor delete it", async () => {
    for (const statement of ["update audit_log set actor = 'x'", "delete from audit_log"]) {
      await expect(db().database.read.execute(statement)).rejects.toMatchObject({
        code: "42501",
      });
    }
  });
});
