import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { stripeEvents, users } from "@/db/schema";
import { listUsers } from "@/lib/access/manage-users";
import { listAuditEntries } from "@/lib/audit/list-audit-entries";
import { listCampaignBudgets } from "@/lib/campaigns/list-campaigns";
import { listWaitingChanges } from "@/lib/customers/change-credits";
import { findOwner } from "@/lib/customers/find-owner";
import { listAccountRecords } from "@/lib/customers/notes";
import { searchCustomers } from "@/lib/customers/search-customers";
import { listDisputes } from "@/lib/disputes/list-disputes";
import { listMessagesOfAccount } from "@/lib/email/messages";
import { listOpenLots, readAccount } from "@/lib/ledger/read-account";
import { listEntries } from "@/lib/ledger/read-entries";
import { countUnanswered, hasOpenDispute } from "@/lib/purchases/disputes";
import { listPurchases } from "@/lib/purchases/list-purchases";
import { searchPurchases } from "@/lib/purchases/search-purchases";
import { countJobs, listDeadJobs } from "@/lib/queue/dead-jobs";
import { listRates } from "@/lib/rates/list-rates";
import { readLastRun } from "@/lib/reconciliation/runs";
import { lastDays } from "@/lib/reports/day-range";
import { listDailySales, readAccountTotals, readCreditFlow } from "@/lib/reports/read-overview";
import { readSetup } from "@/lib/reports/read-setup";
import { listUsage } from "@/lib/reports/read-usage";
import { searchActivity } from "@/lib/reports/search-activity";
import { countAttention, findEvent, listEvents } from "@/lib/webhooks/list-events";
import { findAdminNews } from "@/lib/worker/find-admin-news";
import type { PageQuery } from "./explain-queries";

const limit = 26;

/** The tables that grow with customers and what they do. */
export const LARGE_TABLES: readonly string[] = [
  ...["users", "customers", "credit_accounts", "ledger_entries", "credit_lots", "purchases"],
  ...["payments", "stripe_objects", "stripe_events", "stripe_deliveries", "emails", "audit_log"],
];

/** Every list, search and overview of the product, for a customer in the middle of the table. */
export async function listPageQueries(db: Db): Promise<PageQuery[]> {
  const { user, event, purchase, stripeId } = await readSample(db);
  const { accountId, id: userId, email, name } = user;
  const range = lastDays(30, new Date());
  const customers = (filter: { search?: string; before?: string }) => (on: Db) =>
    searchCustomers(on, { ...filter, limit });
  const purchases = (filter: Omit<Parameters<typeof searchPurchases>[1], "limit">) => (on: Db) =>
    searchPurchases(on, { ...filter, limit });
  const events = (filter: Omit<Parameters<typeof listEvents>[1], "limit">) => (on: Db) =>
    listEvents(on, { ...filter, limit });
  const activity = (filter: { text?: string; kind?: "spend" }) => (on: Db) =>
    searchActivity(on, { accountId, ...filter, limit });
  const queries: Record<string, (on: Db) => Promise<unknown>> = {
    "overview: totals": readAccountTotals,
    "overview: credits": (on) => readCreditFlow(on, range),
    "overview: sales": (on) => listDailySales(on, range),
    "overview: setup": readSetup,
    "overview: payments to review": countAttention,
    "overview: disputes to answer": countUnanswered,
    "overview: jobs": countJobs,
    "overview: reconciliation": readLastRun,
    "customers: newest": customers({}),
    "customers: page in the middle": customers({ before: userId }),
    "customers: by email": customers({ search: email }),
    "customers: by the beginning of an email": customers({ search: email.slice(0, 8) }),
    "customers: by name": customers({ search: name ?? "" }),
    "customers: by a beginning that many names have": customers({ search: "a" }),
    "customers: by user id": customers({ search: userId }),
    "customers: by account id": customers({ search: accountId }),
    "customers: by external id": customers({ search: "shop-10" }),
    "customers: nobody": customers({ search: "nobody-has-this" }),
    "customers: grants to confirm": listWaitingChanges,
    "customer: owner": (on) => findOwner(on, accountId),
    "customer: balance": (on) => readAccount(on, accountId),
    "customer: lots": (on) => listOpenLots(on, accountId),
    "customer: activity": (on) => listEntries(on, { accountId, limit }),
    "customer: purchases": (on) => listPurchases(on, { accountId, limit }),
    "customer: disputed": (on) => hasOpenDispute(on, accountId),
    "customer: mails": (on) => listMessagesOfAccount(on, accountId, 10),
    "customer: notes": (on) => listAccountRecords(on, accountId, 20),
    "purchases: newest": purchases({}),
    "purchases: page in the middle": purchases({ before: purchase }),
    "purchases: by status": purchases({ status: "completed" }),
    "purchases: by a status that none has": purchases({ status: "disputed" }),
    "purchases: by pack and days": purchases({ packCode: "starter", ...range }),
    "purchases: by email": purchases({ search: email }),
    "purchases: by id": purchases({ search: purchase }),
    "purchases: by an id of Stripe’s": purchases({ search: stripeId }),
    "disputes: newest": (on) => listDisputes(on, { limit }),
    "disputes: to answer": (on) => listDisputes(on, { filter: "waiting", limit }),
    "webhooks: newest": events({}),
    "webhooks: all": events({ status: "all" }),
    "webhooks: page in the middle": events({
      before: { at: event.firstReceivedAt, id: event.id },
    }),
    "webhooks: to review": events({ status: "attention" }),
    "webhooks: failed": events({ status: "failed" }),
    "webhooks: ignored": events({ status: "ignored" }),
    "webhooks: by type": events({ search: "checkout." }),
    "webhooks: by a type that none has": events({ search: "charge.refunded" }),
    "webhooks: by event id": events({ search: event.id }),
    "webhooks: by account id": events({ search: accountId }),
    "webhooks: by an id of Stripe’s": events({ search: stripeId }),
    "webhook: one event": (on) => findEvent(on, event.id),
    "jobs: failed": (on) => listDeadJobs(on, { limit }),
    "audit: newest": (on) => listAuditEntries(on, { limit }),
    "audit: by actor": (on) => listAuditEntries(on, { actor: userId, limit }),
    "audit: by any id": (on) => listAuditEntries(on, { anyId: userId, limit }),
    "audit: by action": (on) => listAuditEntries(on, { action: "pack.", limit }),
    "people: staff": (on) => listUsers(on, {}),
    "people: by the beginning of an email": (on) => listUsers(on, { search: email.slice(0, 8) }),
    "codes: newest": (on) => listCampaignBudgets(on, { limit }),
    "rates: first": (on) => listRates(on, { limit }),
    "activity: newest": activity({}),
    "activity: by kind": activity({ kind: "spend" }),
    "activity: by text": activity({ text: "chat" }),
    "usage: by day": (on) => listUsage(on, { accountId, range, by: "service", interval: "day" }),
    "worker: news for admins": findAdminNews,
  };
  return Object.entries(queries).map(([query, run]) => ({ name: query, run }));
}

async function readSample(db: Db) {
  const middle = sql`(select percentile_disc(0.5) within group (order by first_received_at)
    from (select first_received_at from stripe_events limit 10000) few)`;
  const [event] = await db
    .select()
    .from(stripeEvents)
    .where(
      sql`${stripeEvents.purchaseId} is not null and ${stripeEvents.firstReceivedAt} >= ${middle}`,
    )
    .orderBy(stripeEvents.firstReceivedAt)
    .limit(1);
  const [user] = await db
    .select()
    .from(users)
    .where(sql`${users.accountId} = ${event?.accountId ?? null}`);
  if (!event?.purchaseId || !user) throw new Error("Seed the database first: npm run seed:large.");
  return { event, user, purchase: event.purchaseId, stripeId: event.objectId ?? event.id };
}
