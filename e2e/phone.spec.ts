import { expect, test } from "@playwright/test";
import { expectNewBalance, openCheckout, pay, signUp } from "./support/journey";

test.use({ viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true });

test("on a phone a pack can be bought, and nothing is wider than the screen", async ({ page }) => {
  await signUp(page);
  await openCheckout(page);
  await pay(page);
  await expectNewBalance(page, "1,000");
  for (const path of ["/admin/credits", "/admin/credits/history", "/account"]) {
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, `${path} is wider than the phone`).toBeLessThanOrEqual(375);
  }
});
