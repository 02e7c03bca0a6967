import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { disputePayment, signInAsAdmin, someoneBuys } from "./support/journey";

test("an admin finds a dispute, reads where its credits went, and saves that at Stripe", async ({
  browser,
  page,
}) => {
  const { page: buyer, email, session } = await someoneBuys(browser);
  const disputeId = await disputePayment(session);
  await signInAsAdmin(page);
  await page.goto("/admin/credits/disputes?show=waiting");
  const row = page.getByRole("row").filter({ hasText: email });
  await expect(row).toContainText("Fraudulent");
  await expect(row).toContainText("$10.00");
  await row.getByRole("link", { name: email }).click();
  await page.waitForURL(`**/disputes/${disputeId}`);
  await expect(page.getByRole("region", { name: "Summary" })).toContainText(
    "None of these credits were used.",
  );
  await expect(page.getByRole("region", { name: "Activity log" })).toContainText("password");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  await page.getByRole("button", { name: "Save to Stripe" }).click();
  await expect(page.getByText("Saved. Review it in Stripe, then send it there.")).toBeVisible();
  const file = await page.request.get(`/admin/credits/disputes/${disputeId}/evidence.csv`);
  expect(await file.text()).toContain("sign-in,");
  for (const path of ["", `/${disputeId}`, `/${disputeId}/evidence.csv`]) {
    expect((await buyer.request.get(`/admin/credits/disputes${path}`)).status()).toBe(404);
  }
});
