import { setTimeout as wait } from "node:timers/promises";
import { env } from "@/env";
import { giveSignUpGrants } from "@/lib/campaigns/sign-up-grants";
import { expireGifts } from "@/lib/gifts/end-gift";
import type { JobData, QueueName } from "@/lib/queue/queues";
import { reconcile } from "@/lib/reconciliation/reconcile";
import type { ReconciliationReport } from "@/lib/reconciliation/report";
import { refreshReports } from "@/lib/reports/refresh-reports";
import { applyRetention } from "@/lib/retention/apply-retention";
import { findBalanceAlerts } from "@/lib/spending/balance-alerts";
import { expireCredits } from "@/lib/spending/expire-credits";
import { settleReservations } from "@/lib/spending/reservations";
import { toSealKeys } from "@/lib/verification/seal-key";
import { sealLedger } from "@/lib/verification/seal-ledger";
import { findExpiringCredits } from "./find-expiring-credits";
import { handleAccountRequest } from "./handle-account-request";
import type { JobContext } from "./job-context";
import { sendAccountMail } from "./send-account-mail";
import { sendAdminNotices } from "./send-admin-notices";
import { sendExpiringCredits } from "./send-expiring-credits";
import { sendLowBalance } from "./send-low-balance";
import { sendPurchaseNotice } from "./send-purchase-notice";
import { sendReceipt } from "./send-receipt";

const LOOK_AGAIN_MS = 1_000;

/** What is done about a job. May run twice after a crash, so each is safe to repeat. */
export const HANDLERS: {
  readonly [Name in QueueName]: (context: JobContext, data: JobData<Name>) => Promise<void>;
} = {
  async receipt(context, data) {
    // Some campaigns give only after a first purchase.
    await giveSignUpGrants(context.database, data.accountId);
    await sendReceipt(context, data);
  },
  "purchase-notice": sendPurchaseNotice,
  "low-balance": sendLowBalance,
  "find-low-balances": ({ database }) => findBalanceAlerts(database),
  "refresh-reports": ({ database }) => refreshReports(database),
  "account-mail": sendAccountMail,
  "account-request": handleAccountRequest,
  "seal-ledger": async ({ database, sealKeys }) => {
    await sealLedger(database, toSealKeys(sealKeys));
  },
  "sign-up-grants": ({ database }, { accountId }) => giveSignUpGrants(database, accountId),
  "find-expiring-credits": ({ database }) => findExpiringCredits(database),
  "expiring-credits": sendExpiringCredits,
  "expire-credits": async ({ database }) => {
    await expireCredits(database);
    await settleReservations(database);
    await expireGifts(database);
  },
  "admin-notices": (context) => sendAdminNotices(context),
  retention: async ({ database }) => {
    await applyRetention(database.read, env().operation.retention);
  },
  "reconcile-recent": async (context) => {
    await runReconcile(context, 2);
  },
  "reconcile-full": async (context, { startedBy }) => {
    const report = await runReconcile(context, 30, startedBy);
    // The short run comes again in minutes; the long one only tomorrow, so the job is tried again.
    if (report && report.failedPhases.length > 0) {
      throw new Error(
        report.failedPhases.map(({ phase, reason }) => `${phase}: ${reason}`).join(" "),
      );
    }
  },
};

/**
 * When another run is under way a scheduled one has nothing to do: it would compare the same. A run
 * that an admin asked for follows the other.
 */
async function runReconcile(
  { database, webhookProcessor }: JobContext,
  days: number,
  admin?: string,
): Promise<ReconciliationReport | undefined> {
  const run = () => reconcile(database, webhookProcessor, { days, startedBy: admin ?? "schedule" });
  for (;;) {
    const report = await run();
    if (report || !admin) return report;
    await wait(LOOK_AGAIN_MS);
  }
}
