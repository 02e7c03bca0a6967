import { and, eq, isNull, max } from "drizzle-orm";
import { adminNotices, users } from "@/db/schema";
import { env } from "@/env";
import { deliver } from "@/lib/email/deliver";
import { renderAdminNotice } from "@/lib/email/render";
import { type Clock, systemClock } from "@/lib/shared/clock";
import { newId } from "@/lib/shared/ids";
import { findAdminNews } from "./find-admin-news";
import type { JobContext } from "./job-context";
import { readMailBrand } from "./read-mail-brand";

/** As many as are read in a mail; the back office shows the others. */
const SHOWN = 20;

/**
 * Mails every admin what is new since the last time, in one message each; nothing when nothing is.
 * What was told is noted after it was sent: a crash between the two tells it twice, never not at all.
 */
export async function sendAdminNotices(
  { database, mail }: JobContext,
  everyMinutes: number = env().operation.adminNoticesMinutes,
  clock: Clock = systemClock,
): Promise<void> {
  const db = database.read;
  if (everyMinutes === 0) return;
  const [last] = await db.select({ toldAt: max(adminNotices.toldAt) }).from(adminNotices);
  // A minute less, or a schedule of the same length would skip every second time.
  const dueAt = (last?.toldAt?.getTime() ?? 0) + (everyMinutes - 1) * 60_000;
  if (clock().getTime() < dueAt) return;
  const news = await findAdminNews(db);
  if (news.length === 0) return;
  const admins = await db
    .select({ accountId: users.accountId, name: users.name, address: users.email })
    .from(users)
    .where(and(eq(users.role, "admin"), isNull(users.deletedAt)));
  const id = newId();
  for (const { accountId, ...to } of admins) {
    const { brand, senderName } = await readMailBrand(db);
    const message = await renderAdminNotice(
      {
        name: to.name,
        items: news.slice(0, SHOWN),
        more: Math.max(0, news.length - SHOWN),
        href: `${env().web.appUrl}/admin/credits`,
        everyMinutes,
      },
      brand,
    );
    const key = `admin-notice:${id}:${accountId}`;
    await deliver(db, { key, accountId, to, ...message }, { ...mail, senderName });
  }
  await db
    .insert(adminNotices)
    .values(news.map(({ kind, subject }) => ({ kind, subject, toldAt: clock() })))
    .onConflictDoNothing();
}
