import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { testScale } from "@/dev/test/scale";
import {
  expectNewBalance,
  openCheckout,
  pay,
  sendUnmatchedPayment,
  signInAsAdmin,
  signUp,
} from "./support/journey";

const PUBLIC = ["/", "/sign-in", "/sign-up"];
const BUYER = [
  "/admin/credits",
  "/admin/credits/usage",
  "/admin/credits/history?show=explanation",
  "/admin/credits/history",
  "/admin/credits/history?show=purchases",
  "/account",
];
const ADMIN = [
  "/admin/credits/overview",
  "/admin/credits/all-purchases",
  "/admin/credits/packs",
  "/admin/credits/packs/new",
  "/admin/credits/disputes",
  "/admin/credits/audit",
  "/admin/credits/people",
  "/admin/credits/settings",
  "/admin/credits",
  "/admin/credits/customers",
  "/admin/credits/webhooks",
  "/admin/credits/jobs",
];

const WIDTHS = [375, 768, 1280];
let checks = 0;

/** At every width in the long run; otherwise each check takes the next one. */
function widthsToCheck(): number[] {
  checks += 1;
  return testScale > 1 ? WIDTHS : [WIDTHS[checks % WIDTHS.length] ?? 1280];
}

async function expectNoViolations(page: Page, what: string): Promise<void> {
  for (const width of widthsToCheck()) {
    await page.setViewportSize({ width, height: 800 });
    const { violations } = await new AxeBuilder({ page })
      .options({ rules: { "target-size": { enabled: true } } })
      .analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`,
    );
    expect(found, `${what} at ${width}`).toEqual([]);
  }
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test("no page for the public has an accessibility violation", async ({ page }) => {
      for (const path of PUBLIC) {
        await page.goto(path);
        await expectNoViolations(page, path);
      }
    });

    test("no page for a buyer has one, nor has the checkout page", async ({ page }) => {
      await signUp(page);
      await openCheckout(page);
      await expectNoViolations(page, "checkout page");
      await pay(page);
      await expectNewBalance(page, "1,000");
      await expectNoViolations(page, "return page");
      await page.getByRole("link", { name: "Receipt" }).click();
      await expect(page.getByText("Purchase and receipt")).toBeVisible();
      await expectNoViolations(page, "receipt");
      for (const path of BUYER) {
        await page.goto(path);
        await expectNoViolations(page, path);
      }
    });

    test("no page for an admin has one", async ({ page }) => {
      const event = await sendUnmatchedPayment();
      await signInAsAdmin(page);
      for (const path of [...ADMIN, `/admin/credits/webhooks/${event}`]) {
        await page.goto(path);
        await expectNoViolations(page, path);
      }
    });
  });
}
