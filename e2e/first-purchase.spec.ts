import { expect, test } from "@playwright/test";
import { expectBalance, expectNewBalance, openCheckout, pay, signUp } from "./support/journey";

// The main journey, by nothing but what Stripe's own page has too. With E2E_STRIPE_SECRET_KEY=sk_test_…
// given, this runs against real Stripe (the return page credits: its webhook can't reach us here).
test("buying with a good card adds exactly its credits, with a receipt", async ({ page }) => {
  await signUp(page);
  await expectBalance(page, "0");
  await openCheckout(page);
  await pay(page);
  await expectNewBalance(page, "1,000");
  await page.getByRole("link", { name: "Receipt" }).click();
  await expect(page.getByText("Purchase and receipt")).toBeVisible();
  await expect(page.getByText("Completed")).toBeVisible();
  await expectBalance(page, "1,000");
});
