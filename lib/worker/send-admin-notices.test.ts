import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { createUser } from "@/lib/access/users";
import { createWebhookProcessor } from "@/lib/webhooks/webhook-processor";
import { sendAdminNotices } from "./send-admin-notices";

const db = useTestDatabase();
const MINUTE_MS = 60_000;

it("tells every admin what needs them, each thing once, and no oftener than set", async () => {
  const { database } = db();
  const context = {
    database,
    sealKeys: [],
    webhookProcessor: createWebhookProcessor(database, { livemode: false }),
    mail: { smtpUrl: undefined, from: "Credits <credits@shop.example>" },
  };
  for (const name of ["Ada", "Grace"]) {
    await createUser(database, {
      email: `${name}@example.com`,
      name,
      role: "admin",
      emailVerified: true,
    });
  }
  await createUser(database, { email: "buyer@example.com", name: "Buyer", emailVerified: true });
  let now = Date.now();
  const send = (everyMinutes = 5) => sendAdminNotices(context, everyMinutes, () => new Date(now));
  const mails = async () => [
    ...(await database.read.execute<{ recipient: string; subject: string; text: string }>(
      sql`select recipient, subject, text from emails order by created_at, recipient`,
    )),
  ];
  const needReview = (id: string) =>
    database.read.execute(sql`
      insert into stripe_events (id, type, livemode, occurred_at, payload, status, reason, attempts,
        first_received_at, processed_at)
      values (${id}, 'checkout.session.completed', false, now(), '{}', 'unmatched',
        'No purchase has this id.', 1, now(), now())`);

  await send();
  expect(await mails()).toEqual([]);

  await needReview("evt_1");
  await send(0);
  expect(await mails()).toEqual([]);
  await send();
  const first = await mails();
  expect(first.map(({ recipient }) => recipient)).toEqual(["ada@example.com", "grace@example.com"]);
  expect(first[0]?.subject).toContain("Payment needs review");
  expect(first[0]?.text).toContain("evt_1");

  await needReview("evt_2");
  now += MINUTE_MS;
  await send();
  expect(await mails()).toHaveLength(2);
  now += 5 * MINUTE_MS;
  await send();
  const second = (await mails()).slice(2);
  expect(second).toHaveLength(2);
  expect(second[0]?.text).toContain("evt_2");
  expect(second[0]?.text).not.toContain("evt_1");

  now += 60 * MINUTE_MS;
  await send();
  expect(await mails()).toHaveLength(4);
});
