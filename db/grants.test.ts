import { getTableName, isTable, sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { asSuperuser } from "@/dev/test/kits/ledger/superuser";
import { openDatabase } from "./client";
import { GRANTS } from "./grants";
import { migrateDatabase } from "./migrate";
import * as schema from "./schema";
import { findSettingFaults } from "./session-settings";

/** Statements that would bend a rule of the money, each alone and in plain SQL. */
const BENDING = [
  "update ledger_entries set amount = 1",
  "update ledger_entries set reason = 'x'",
  "delete from ledger_entries",
  "truncate ledger_entries",
  "truncate purchases cascade",
  "truncate credit_accounts cascade",
  "delete from credit_accounts",
  "update credit_accounts set id = gen_random_uuid()",
  "update credit_lots set expires_at = now() + interval '9 years'",
  "update credit_lots set priority = 0",
  "update credit_lots set kind = 'paid'",
  "update credit_lots set source_id = 'pi_other'",
  "delete from credit_lots",
  "update credit_holds set amount = 1",
  "delete from credit_holds",
  "update payments set account_id = gen_random_uuid()",
  "delete from payments",
  "update purchases set amount_minor = 1",
  "update purchases set credits = 1",
  "update purchases set account_id = gen_random_uuid()",
  "delete from purchases",
  "update stripe_objects set purchase_id = gen_random_uuid()",
  "delete from stripe_objects",
  "delete from payment_refunds",
  "delete from payment_disputes",
  "delete from refund_requests",
  "delete from stripe_events",
  "update audit_log set actor = 'x'",
  "delete from audit_log",
];

/** What only an owner may, and what would let a role past everything else. */
const ESCAPES = [
  "alter table ledger_entries disable trigger all",
  "drop trigger ledger_entries_append_only on ledger_entries",
  "drop table ledger_entries",
  "alter table purchases drop column credits",
  "create table stand_in (id int)",
  "create or replace function refuse_change() returns trigger language plpgsql as 'begin return new; end'",
  "set session_replication_role = replica",
  "set role credits_owner",
  "drop index credit_lots_in_order",
  "do 'begin lock table ledger_entries in access exclusive mode; end'",
];

describe("the rights of the app's role", () => {
  const db = useTestDatabase();
  let app: postgres.Sql;
  let owner: postgres.Sql;
  beforeAll(() => {
    app = postgres(db().url, { max: 1, onnotice: () => {} });
    owner = postgres(db().ownerUrl, { max: 1, onnotice: () => {} });
  });
  afterAll(() => Promise.all([app.end(), owner.end()]));

  it.each(BENDING)("don't allow: %s", async (statement) => {
    await expect(app.unsafe(statement)).rejects.toMatchObject({ code: "42501" });
  });

  it.each(ESCAPES)("don't allow: %s", async (statement) => {
    await expect(app.unsafe(statement)).rejects.toMatchObject({ code: "42501" });
  });

  it("name every table of the schema, and no other", () => {
    const tables = Object.values(schema).flatMap((value) =>
      isTable(value) ? [getTableName(value)] : [],
    );
    expect(Object.keys(GRANTS).sort()).toEqual(tables.sort());
  });

  it("don't matter to TRUNCATE, which no table allows even its owner", async () => {
    for (const table of Object.keys(GRANTS)) {
      await expect(owner.unsafe(`truncate ${table} cascade`)).rejects.toMatchObject({
        code: "23001",
      });
    }
  });
});

describe("one role for everything", () => {
  it("migrates, and is still refused what bends the rules with plain statements", async () => {
    const admin = postgres(`${inject("testServerUrl")}postgres`, { max: 1, onnotice: () => {} });
    await admin`create database one_role owner credits_owner`;
    const url = `${inject("testOwnerUrl")}one_role`;
    await migrateDatabase(url);
    await migrateDatabase(url);
    const only = postgres(url, { max: 1, onnotice: () => {} });
    for (const statement of BENDING) {
      await expect(only.unsafe(statement)).rejects.toMatchObject({
        code: expect.stringMatching(/42501|23001/),
      });
    }
    await only.end();
    await admin`drop database one_role`;
    await admin.end();
  });
});

describe("what the owner of the tables can't do either, by triggers", () => {
  const db = useTestDatabase();

  it("change what a purchase was paid by, once it is paid", async () => {
    await db().asOwner(async (owner) => {
      const id = "00000000-0000-7000-8000-000000000001";
      await owner`insert into purchases ${owner({
        ...{
          account_id: id,
          id,
          user_id: id,
          pack_code: "starter",
          pack_description: "",
          pack_name: "Starter",
        },
        ...{ credits: 1000, amount_minor: 1000, currency: "usd", allow_free: false },
        ...{ success_url: "/", cancel_url: "/", session_expires_at: new Date() },
        ...{ status: "pending", created_at: new Date(), updated_at: new Date() },
      })}`;
      await owner`update purchases set accepted_minor = 900, accepted_currency = 'usd'`;
      await owner`update purchases set status = 'completed', payment_id = 'pi_1', paid_minor = 900, paid_currency = 'usd', completed_at = now()`;
      const changes = [
        "paid_minor = 1",
        "paid_currency = 'eur'",
        "tax_minor = 1",
        "accepted_minor = 1",
        "accepted_currency = 'eur'",
        "payment_id = 'pi_2'",
        "completed_at = null",
      ];
      for (const change of changes) {
        await expect(owner.unsafe(`update purchases set ${change}`)).rejects.toMatchObject({
          code: "23001",
        });
      }
      await owner`update purchases set status = 'refunded', refunded_minor = 900`;
    });
  });
});

describe("settings of the app's sessions", () => {
  const db = useTestDatabase();

  it("that would misread dates are named, and set right by db:migrate", async () => {
    expect(await findSettingFaults(db().database.read)).toEqual([]);
    const database = new URL(db().url).pathname.slice(1);
    await asSuperuser(db(), (root) =>
      root.unsafe(`alter role credits in database ${database} set datestyle = 'SQL, DMY';
        alter role credits in database ${database} set timezone = 'Asia/Tokyo';
        alter role credits in database ${database} set search_path = 'elsewhere'`),
    );
    const session = async () => {
      const client = postgres(db().url, { max: 1 });
      const [row] = await client<Record<string, string>[]>`
        select current_setting('DateStyle') as style, current_setting('TimeZone') as zone,
          current_setting('search_path') as path`;
      await client.end();
      return row;
    };
    expect(await session()).toEqual({ style: "SQL, DMY", zone: "Asia/Tokyo", path: "elsewhere" });
    const misled = openDatabase(db().url);
    const faults = await findSettingFaults(misled.read);
    await misled.close();
    expect(faults).toHaveLength(3);
    expect(faults[0]).toContain("DateStyle = 'SQL, DMY'");
    await migrateDatabase(db().ownerUrl, db().url);
    expect(await session()).toEqual({ style: "ISO, MDY", zone: "UTC", path: "public" });
  });

  it("are read by the query, not assumed", async () => {
    await db().database.transaction(async (tx) => {
      await tx.execute(sql`set local timezone = 'Asia/Tokyo'`);
      expect(await findSettingFaults(tx)).toEqual([expect.stringContaining("Asia/Tokyo")]);
    });
  });
});
