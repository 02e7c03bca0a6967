import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, expect, type FrameLocator, type Page, test } from "@playwright/test";
import { type AnotherApp, startAnotherApp } from "./support/another-app";
import { expectBalance, expectNewBalance, purchaseButton, signUp } from "./support/journey";

let app: AnotherApp;

// One after the other in one worker, since each worker would start an app of its own.
test.describe.configure({ mode: "default" });

test.beforeAll(async () => {
  app = await startAnotherApp({
    CHECKOUT_UI: "embedded",
    STRIPE_PUBLISHABLE_KEY: "pk_test_ofTheTests",
  });
});
test.afterAll(() => app?.stop());

/** A new buyer of the app that embeds Stripe's form, in front of the form. */
async function openForm(browser: Browser): Promise<{ page: Page; form: FrameLocator }> {
  const page = await (await browser.newContext({ baseURL: app.appUrl })).newPage();
  await signUp(page);
  await page.goto("/admin/credits");
  await purchaseButton(page, "Starter Pack").click();
  await page.waitForURL("**/admin/credits/checkout/**");
  return { page, form: page.frameLocator('iframe[name="embedded-checkout"]') };
}

async function pay(form: FrameLocator, number = "4242424242424242"): Promise<void> {
  await form.locator("#cardNumber").fill(number);
  await form.locator("#cardExpiry").fill("1234");
  await form.locator("#cardCvc").fill("123");
  await form.locator("#billingName").fill("Bea Buyer");
  await form.getByTestId("hosted-payment-submit-button").click();
}

test("a pack is bought on a page of ours, and its credits are there", async ({ browser }) => {
  const { page, form } = await openForm(browser);
  await expect(page.getByText("1,000 credits for $10.00")).toBeVisible();
  await pay(form);
  await expectNewBalance(page, "1,000");
  await expectBalance(page, "1,000");
});

test("a declined card is told in the form, 3D Secure is asked there, then it is paid", async ({
  browser,
}) => {
  const { page, form } = await openForm(browser);
  await pay(form, "4000000000000002");
  await expect(form.getByText("Your card was declined.")).toBeVisible();
  await pay(form, "4000002500003155");
  const bank = form
    .frameLocator("iframe[name^=__privateStripeFrame]")
    .frameLocator("iframe[name=stripe-challenge-frame]");
  await bank.locator("#test-source-authorize-3ds").click();
  await expectNewBalance(page, "1,000");
});

test("the form survives a reload; cancelling charges nothing", async ({ browser }) => {
  const { page, form } = await openForm(browser);
  await page.reload();
  await expect(form.locator("#cardNumber")).toBeVisible();
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page.getByText("Nothing was charged.")).toBeVisible();
  await expectBalance(page, "0");
});

test("others don't see a buyer's checkout, and it is gone once paid", async ({ browser }) => {
  const { page, form } = await openForm(browser);
  const address = page.url();
  const { page: stranger } = await openForm(browser);
  expect((await stranger.goto(address))?.status()).toBe(404);
  await pay(form);
  await expectNewBalance(page, "1,000");
  await page.goto(address);
  await expectNewBalance(page, "1,000");
});

test("a form that can't be loaded says what to do", async ({ browser }) => {
  const { page } = await openForm(browser);
  await page.route("**/endive/stripe.js", (route) => route.abort());
  await page.reload();
  await expect(page.getByText("The payment form could not be loaded")).toBeVisible();
});

test("the checkout page is accessible, and no wider than a phone", async ({ browser }) => {
  const { page, form } = await openForm(browser);
  await page.setViewportSize({ width: 375, height: 740 });
  await expect(form.locator("#cardNumber")).toBeVisible();
  // What is inside of the frame is Stripe's.
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  expect(violations).toEqual([]);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(375);
  await page.screenshot({ path: "test-results/embedded-checkout-375.png", fullPage: true });
});
