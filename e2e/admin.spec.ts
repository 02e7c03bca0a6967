import { expect, test } from "@playwright/test";
import { sql } from "drizzle-orm";
import { openDatabase } from "@/db/client";
import { currentStack } from "./support/current-stack";
import {
  emulator,
  expectBalance,
  sendUnmatchedPayment,
  signInAsAdmin,
  signUp,
  someoneBuys,
} from "./support/journey";

test("Send test webhook is answered 200, credits nobody, and is shown as ignored", async ({
  page,
}) => {
  const event = (await emulator("test_webhook")) as { id: string };
  await emulator("deliveries/flush");
  const deliveries = (await emulator("deliveries", {}, "GET")) as {
    eventId: string;
    status: number;
  }[];
  const sent = deliveries.filter(({ eventId }) => eventId === event.id);
  expect(sent.map(({ status }) => status)).toEqual([200]);
  await signInAsAdmin(page);
  await page.goto(`/admin/credits/webhooks/${event.id}`);
  await expect(page.getByText("Ignored").first()).toBeVisible();
});

test("an event can be processed again at any time, and nothing is credited twice", async ({
  page,
  browser,
}) => {
  const { page: buyerPage, session } = await someoneBuys(browser);
  await emulator("deliveries/flush");
  await signInAsAdmin(page);
  await page.goto(`/admin/credits/webhooks?search=${session}`);
  await page.getByRole("link", { name: "checkout.session.completed" }).click();
  await page.getByRole("button", { name: "Process again" }).click();
  await expect(page.getByText("added already").first()).toBeVisible();
  await expectBalance(buyerPage, "1,000");
});

test("a payment whose order is missing calls an admin, who can dismiss it", async ({ page }) => {
  const id = await sendUnmatchedPayment();
  await signInAsAdmin(page);
  await page.getByRole("link", { name: "Review the payments" }).click();
  await page.locator(`a[href$="${id}"]`).click();
  await page.getByLabel("Reason").last().fill("Refunded in Stripe");
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expect(page.getByText("Dismissed", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Dismiss" })).toHaveCount(0);
});

test("a payment whose order is missing can be given to the person who made it", async ({
  page,
  browser,
}) => {
  const buyerPage = await (await browser.newContext()).newPage();
  const { email } = await signUp(buyerPage);
  const event = await sendUnmatchedPayment();
  await signInAsAdmin(page);
  await page.goto(`/admin/credits/webhooks/${event}`);
  const reason = page.getByLabel("Reason").first();
  await page.getByLabel("Customer (email or user id)").fill("nobody@example.com");
  await reason.fill("They sent the invoice");
  await page.getByRole("button", { name: "Recreate and credit" }).click();
  await expect(page.getByText("No user has the email nobody@example.com.")).toBeVisible();
  await expect(reason).toHaveValue("They sent the invoice");
  await page.getByLabel("Customer (email or user id)").fill(email);
  await page.getByRole("button", { name: "Recreate and credit" }).click();
  await expect(page.getByText("Added 1,000 credits").first()).toBeVisible();
  await expectBalance(buyerPage, "1,000");
});

test("an admin has everything compared with Stripe now, and sees it through", async ({ page }) => {
  await signInAsAdmin(page);
  await page.goto("/admin/credits/webhooks");
  await page.getByRole("button", { name: "Compare now" }).click();
  await expect(page.getByRole("button", { name: "Comparing" })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Compare now" })).toBeEnabled();
  await expect(page.getByText(/Last run .* days back/)).toBeVisible();
});

test("a refund by an admin takes its credits back", async ({ page, browser }) => {
  const { page: buyerPage, email } = await someoneBuys(browser);
  await signInAsAdmin(page);
  await page.goto(`/admin/credits/customers?search=${encodeURIComponent(email)}`);
  await page.getByRole("link", { name: email }).click();
  await page.getByRole("link", { name: "Starter Pack" }).first().click();
  await page.getByLabel(/Amount/).fill("4.00");
  await page.getByLabel("Reason").fill("Asked for it");
  await page.getByRole("button", { name: "Refund", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(`Refund $4.00 to ${email}?`);
  await dialog.getByRole("button", { name: "Refund $4.00" }).click();
  await expect(page.getByText("Partly refunded").first()).toBeVisible();
  await expectBalance(buyerPage, "600");
});

test("a receipt that failed for good is shown with its reason, and can be tried again", async ({
  page,
  browser,
}) => {
  const { session } = await someoneBuys(browser);
  const reason = `the mail server refused ${session}`;
  const database = openDatabase(currentStack().databaseUrl);
  const receipt = sql`name = 'receipt'
    and id = (select id from purchases where session_id = ${session})`;
  const state = async () =>
    (await database.read.execute(sql`select state from pgboss.job where ${receipt}`))[0]?.state;
  // Two days of a mail server that refuses, without waiting for them.
  await expect.poll(state).toBe("completed");
  await database.read.execute(
    sql`update pgboss.job set state = 'failed', output = ${JSON.stringify({ message: reason })}::jsonb
      where ${receipt}`,
  );
  await signInAsAdmin(page);
  await page.getByRole("link", { name: "See the reasons and retry" }).click();
  const row = page.getByRole("row").filter({ hasText: reason });
  await row.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("It is being tried again.")).toBeVisible();
  await expect(row).toHaveCount(0);
  await expect.poll(state).toBe("completed");
  await database.close();
});

test("a webhook without a signature is refused with what is wrong", async ({ request }) => {
  const answer = await request.post(currentStack().webhookUrl, { data: "{}" });
  expect(answer.status()).toBe(400);
  expect(answer.headers()["content-type"]).toContain("application/problem+json");
  expect(await answer.json()).toMatchObject({ check: "missing_header" });
  expect((await request.get(currentStack().webhookUrl)).status()).toBe(405);
});
