import { expect, test } from "@playwright/test";
import {
  emulator,
  expectBalance,
  expectNewBalance,
  openCheckout,
  pay,
  purchaseButton,
  sessionIdOf,
  signUp,
} from "./support/journey";

test.describe("buying a pack", () => {
  test("with a declined card says so and charges nothing; another card then works", async ({
    page,
  }) => {
    await signUp(page);
    await openCheckout(page);
    await pay(page, { number: "4000000000000002" });
    await expect(page.getByText("Your card was declined.")).toBeVisible();
    await pay(page);
    await expectNewBalance(page, "1,000");
  });

  for (const [number, message] of [
    ["4000000000009995", "insufficient funds"],
    ["4000000000000069", "expired"],
    ["4000000000000127", "security code is incorrect"],
  ] as const) {
    test(`with ${number} names the reason (${message})`, async ({ page }) => {
      await signUp(page);
      await openCheckout(page);
      await pay(page, { number });
      await expect(page.locator(".error:visible")).toContainText(message);
      await expectBalance(page, "0");
    });
  }

  test("with a past expiry is refused before anything is charged", async ({ page }) => {
    await signUp(page);
    await openCheckout(page);
    await pay(page, { expiry: "0120" });
    await expect(page.getByText("in the past")).toBeVisible();
  });

  test("with 3D Secure credits after the bank agreed", async ({ page }) => {
    await signUp(page);
    await openCheckout(page);
    await pay(page, { number: "4000002500003155" });
    await challenge(page).locator("#test-source-authorize-3ds").click();
    await expectNewBalance(page, "1,000");
  });

  test("with 3D Secure refused credits nothing, and another card works", async ({ page }) => {
    await signUp(page);
    await openCheckout(page);
    await pay(page, { number: "4000002500003155" });
    await challenge(page).locator("#test-source-fail-3ds").click();
    await expect(page.getByText("unable to authenticate")).toBeVisible();
    await pay(page);
    await expectNewBalance(page, "1,000");
  });

  test("cancelled comes back with a message, and nothing has changed", async ({ page }) => {
    await signUp(page);
    await openCheckout(page);
    await page.getByTestId("business-link").click();
    await expect(page.getByText("Payment cancelled")).toBeVisible();
    await expect(page.getByTestId("balance")).toHaveText("0");
  });

  test("by bank debit waits for the bank, then credits", async ({ page }) => {
    await signUp(page);
    const session = await openCheckout(page);
    await emulator(`sessions/${session}/pay`, { method: "sepa_debit" });
    await page.goto(`/admin/credits/return?session_id=${session}`);
    await expect(page.getByText("Your payment is processing")).toBeVisible();
    await expectBalance(page, "0");
    await emulator(`sessions/${session}/settle`);
    await emulator("deliveries/flush");
    await expectBalance(page, "1,000");
  });

  test("in two tabs shares one checkout page, and credits once", async ({ page, context }) => {
    await signUp(page);
    const first = await openCheckout(page);
    const other = await context.newPage();
    const second = await openCheckout(other);
    expect(second).toBe(first);
    await pay(page);
    await expectNewBalance(page, "1,000");
    await other.reload();
    await expect(other.getByText("this has been paid")).toBeVisible();
    await expectBalance(page, "1,000");
  });

  test("by a double click opens one page", async ({ page }) => {
    await signUp(page);
    await purchaseButton(page, "Starter Pack").dblclick();
    await page.waitForURL("**/c/pay/**");
    const session = sessionIdOf(page);
    await page.goto("/admin/credits/history?show=purchases");
    await expect(page.getByRole("link", { name: "Starter Pack" })).toHaveCount(1);
    expect(await openCheckout(page)).toBe(session);
  });

  test("then going back to the paid page can't pay twice", async ({ page }) => {
    await signUp(page);
    const session = await openCheckout(page);
    const checkout = page.url();
    await pay(page);
    await expectNewBalance(page, "1,000");
    await page.goto(checkout);
    await expect(page.getByText("this has been paid")).toBeVisible();
    await page.goto(`/admin/credits/return?session_id=${session}`);
    await expectNewBalance(page, "1,000");
  });

  test("the return page can be reloaded and credits once", async ({ page }) => {
    await signUp(page);
    await openCheckout(page);
    await pay(page);
    await expectNewBalance(page, "1,000");
    for (let reload = 0; reload < 3; reload += 1) {
      await page.reload();
      await expectNewBalance(page, "1,000");
    }
    await expectBalance(page, "1,000");
  });

  test("the return page tells nobody else anything", async ({ page, browser }) => {
    await signUp(page);
    const session = await openCheckout(page);
    await pay(page);
    await expectNewBalance(page, "1,000");
    const stranger = await (await browser.newContext()).newPage();
    await signUp(stranger);
    const answer = await stranger.goto(`/admin/credits/return?session_id=${session}`);
    expect(answer?.status()).toBe(404);
    const status = await stranger.request.get(`/admin/credits/return/status?session_id=${session}`);
    expect(status.status()).toBe(404);
  });

  test("with the keyboard alone works from sign-up to the receipt", async ({ page }) => {
    await signUp(page);
    await purchaseButton(page, "Starter Pack").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/c/pay/**");
    await page.locator("#cardNumber").focus();
    for (const text of ["4242424242424242", "1234", "123", "Bea Buyer"]) {
      await page.keyboard.type(text);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Tab");
    await page.keyboard.type("10001");
    await page.keyboard.press("Enter");
    await expectNewBalance(page, "1,000");
    await page.getByRole("link", { name: "Receipt" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByText("Purchase and receipt")).toBeVisible();
  });
});

function challenge(page: import("@playwright/test").Page) {
  return page
    .frameLocator("iframe[name^=__privateStripeFrame]")
    .frameLocator("iframe[name=stripe-challenge-frame]");
}
