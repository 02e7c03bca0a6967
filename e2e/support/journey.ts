import { randomBytes } from "node:crypto";
import { type Browser, test as base, expect, type Locator, type Page } from "@playwright/test";
import Stripe from "stripe";
import { newId } from "@/lib/shared/ids";
import { currentStack } from "./current-stack";
import { readMailed } from "./mail";

export const PASSWORD = "credits-demo";
const ADMIN = "admin@example.com";

/** A person of this test's own, so that tests run side by side and never share a balance. */
export interface Buyer {
  readonly email: string;
  readonly name: string;
}

/** Signs up through the form, as anybody would, from an address of their own. */
export async function signUp(page: Page): Promise<Buyer> {
  // The stack trusts its proxy; each buyer comes through it from elsewhere.
  const [a, b, c] = randomBytes(3);
  await page.context().setExtraHTTPHeaders({ "x-forwarded-for": `10.${a}.${b}.${c}` });
  const buyer = { email: `buyer-${randomBytes(6).toString("hex")}@example.com`, name: "Bea Buyer" };
  await page.goto("/sign-up");
  await page.getByLabel("Name").fill(buyer.name);
  await page.getByLabel("Email").fill(buyer.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  const code = page.getByLabel("Verification code");
  await code.waitFor();
  await code.fill(await readMailed(buyer.email, /^(\d{6})$/m));
  await page.getByRole("button", { name: "Verify and sign in" }).click();
  await page.waitForURL("**/admin/credits");
  return buyer;
}

export async function signIn(page: Page, email = ADMIN, password = PASSWORD): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

export async function signInAsAdmin(page: Page): Promise<void> {
  await signIn(page);
  await page.waitForURL("**/admin/credits/overview");
}

export function purchaseButton(page: Page, pack: string): Locator {
  return page.getByRole("region", { name: pack }).getByRole("button", { name: "Purchase Credits" });
}

/** Clicks through to the checkout page of a pack, and returns the session's id. */
export async function openCheckout(page: Page, pack = "Starter Pack"): Promise<string> {
  await page.goto("/admin/credits");
  await purchaseButton(page, pack).click();
  await page.waitForURL("**/c/pay/**");
  return sessionIdOf(page);
}

export function sessionIdOf(page: Page): string {
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

interface Card {
  readonly number?: string;
  readonly expiry?: string;
}

/** Fills the page by the selectors that work on Stripe's own page too. */
export async function fillCard(
  page: Page,
  { number = "4242424242424242", expiry = "1234" }: Card = {},
): Promise<void> {
  const email = page.locator("#email");
  if ((await email.count()) > 0 && (await email.inputValue()) === "")
    await email.fill("buyer@example.com");
  await page.locator("#cardNumber").fill(number);
  await page.locator("#cardExpiry").fill(expiry);
  await page.locator("#cardCvc").fill("123");
  await page.locator("#billingName").fill("Bea Buyer");
  const postalCode = page.locator("#billingPostalCode");
  if (await postalCode.isVisible()) await postalCode.fill("10001");
}

export async function pay(page: Page, card?: Card): Promise<void> {
  await fillCard(page, card);
  await page.getByTestId("hosted-payment-submit-button").click();
}

/** The bank of the buyer of a session disputes the payment. @returns the dispute's id */
export async function disputePayment(session: string): Promise<string> {
  const ledger = (await emulator("ledger", {}, "GET")) as { session: string; charge: string }[];
  const charge = ledger.find((row) => row.session === session)?.charge;
  const dispute = (await emulator(`charges/${charge}/dispute`)) as { id: string };
  await emulator("deliveries/flush");
  return dispute.id;
}

/** Waits on the return page until the credits are there. */
export async function expectNewBalance(page: Page, balance: string): Promise<void> {
  await page.waitForURL("**/admin/credits/return**");
  await expect(page.getByTestId("new-balance")).toHaveText(balance);
}

/** Somebody else, in a browser of their own, has bought a Starter Pack. */
export async function someoneBuys(
  browser: Browser,
): Promise<{ page: Page; email: string; session: string }> {
  const page = await (await browser.newContext()).newPage();
  const { email } = await signUp(page);
  const session = await openCheckout(page);
  await pay(page);
  await expectNewBalance(page, "1,000");
  return { page, email, session };
}

export async function expectBalance(page: Page, balance: string): Promise<void> {
  await page.goto("/admin/credits");
  await expect(page.getByTestId("balance")).toHaveText(balance);
}

/** Steers the emulator: what a bank, or Stripe's network, would do. */
export async function emulator(path: string, body: object = {}, method = "POST"): Promise<unknown> {
  const answer = await fetch(`${currentStack().emulatorUrl}/_emulator/${path}`, {
    method,
    body: method === "GET" ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the emulator refused ${path}: ${text}`);
  return JSON.parse(text);
}

/** Stripe tells of a payment whose order nobody has. @returns the event's id */
export async function sendUnmatchedPayment(): Promise<string> {
  const idOf = (prefix: string) => `${prefix}_${newId().replaceAll("-", "")}`;
  const id = idOf("evt");
  const session = {
    ...{ id: idOf("cs_test"), object: "checkout.session", mode: "payment", livemode: false },
    ...{ status: "complete", payment_status: "paid", payment_intent: idOf("pi") },
    ...{ amount_subtotal: 1_000, amount_total: 1_000, currency: "usd" },
    metadata: { app: "ops-center-credits", account_id: newId(), purchase_id: newId() },
  };
  const payload = JSON.stringify({
    ...{ id, object: "event", type: "checkout.session.completed", livemode: false },
    ...{ created: Math.floor(Date.now() / 1_000), data: { object: session } },
  });
  const { webhookUrl, webhookSecret: secret } = currentStack();
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret });
  const answer = await fetch(webhookUrl, {
    method: "POST",
    body: payload,
    headers: { "stripe-signature": signature },
  });
  expect(await answer.json()).toMatchObject({ outcome: "unmatched" });
  return id;
}

/** For tests that make the emulator misbehave for everybody: they run alone, and leave it whole. */
export const faultTest = base.extend<{ whole: undefined }>({
  whole: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the pattern
    async ({}, use) => {
      await use(undefined);
      await emulator("faults", {}, "DELETE");
      await emulator("deliveries/release");
    },
    { auto: true },
  ],
});
