import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { findSettingFaults } from "@/db/session-settings";
import type { Clock } from "@/lib/shared/clock";
import type { Finding } from "./finding";

/** Whether the app's database role has no more rights than it needs, and reads dates as it must. */
export async function checkRole(db: Db): Promise<Finding> {
  const subject = "Database role";
  const [faulty] = await findSettingFaults(db);
  if (faulty) {
    return {
      subject,
      state: "fault",
      found: faulty,
      advice: "Run npm run db:migrate and restart.",
    };
  }
  const [row] = await db.execute<{ role: string; superuser: boolean; owner: boolean }>(sql`
    select current_user as role, rolsuper as superuser, tableowner = current_user as owner
    from pg_roles, pg_tables
    where rolname = current_user and schemaname = 'public' and tablename = 'ledger_entries'`);
  if (row?.superuser) {
    return {
      subject,
      state: "fault",
      found: `${row.role} is a superuser, for whom no grant holds and who can switch every guard off`,
      advice:
        "Set DATABASE_URL to a role without SUPERUSER, and DATABASE_OWNER_URL to the role that owns the tables; then npm run db:migrate.",
    };
  }
  if (row?.owner) {
    return {
      subject,
      state: "warning",
      found: `${row.role} owns the tables, so that whoever has DATABASE_URL can drop them or switch guards off`,
      advice:
        "Make a second role for the app, set DATABASE_URL to it and DATABASE_OWNER_URL to this one, and run npm run db:migrate.",
    };
  }
  return { subject, state: "fine", found: `${row?.role} has the rights that the app needs` };
}

const SKEW_WARNING_MS = 2_000;
const SKEW_FAULT_MS = 60_000;

/** Whether the clocks of the database and of this machine agree. Stripe's signatures need them to. */
export async function checkClock(db: Db, clock: Clock): Promise<Finding> {
  const subject = "Clock";
  const askedAtMs = clock().getTime();
  const [row] = await db.execute<{ ms: number }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
  );
  const answeredAtMs = clock().getTime();
  // What the way there and back took can't be told from a difference of the clocks.
  const uncertainMs = answeredAtMs - askedAtMs;
  const differenceMs = Math.abs((row?.ms ?? 0) - (askedAtMs + answeredAtMs) / 2);
  if (differenceMs - uncertainMs < SKEW_WARNING_MS) {
    return { subject, state: "fine", found: "the database and this machine agree" };
  }
  return {
    subject,
    state: differenceMs > SKEW_FAULT_MS ? "fault" : "warning",
    found: `the database and this machine differ by ${(differenceMs / 1000).toFixed(1)} s`,
    advice:
      "Run a time service (chrony, systemd-timesyncd) on both: deliveries are refused when this clock is off by 5 minutes, and credits expire by the database's.",
  };
}
