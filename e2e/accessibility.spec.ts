import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { twMerge } from "tailwind-merge";
import { testScale } from "@/dev/test/scale";
import {
  expectNewBalance,
  openCheckout,
  pay,
  sendUnmatchedPayment,
  signInAsAdmin,
  signUp,
} from "./support/journey";

const PUBLIC = [
  ...["/", "/sign-in", "/sign-up", "/gift", "/no-such-page"],
  ...["/docs", "/docs?q=refund", "/docs/operations"],
];
const BUYER = [
  "/admin/credits",
  "/admin/credits/usage",
  "/admin/credits/history?show=explanation",
  "/admin/credits/history",
  "/admin/credits/history?show=purchases",
  "/admin/credits/history/1",
  "/admin/credits/gifts",
  "/account",
];
const ADMIN = [
  "/admin/credits/overview",
  "/admin/credits/all-purchases",
  "/admin/credits/packs",
  "/admin/credits/packs/new",
  "/admin/credits/codes",
  "/admin/credits/codes/new",
  "/admin/credits/rates",
  "/admin/credits/rates/edit",
  "/admin/credits/rates/import",
  "/admin/credits/months",
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

/** @returns a sentence per violation on the page as it is now */
async function findViolations(page: Page, what: string): Promise<string[]> {
  const all: string[] = [];
  for (const width of widthsToCheck()) {
    await page.setViewportSize({ width, height: 800 });
    const { violations } = await new AxeBuilder({ page })
      .options({ rules: { "target-size": { enabled: true } } })
      .analyze();
    all.push(
      ...violations.map(
        ({ id, nodes }) => `${what} at ${width}: ${id}: ${nodes.map(({ html }) => html).join(" ")}`,
      ),
    );
  }
  return [...all, ...(await findContradictions(page, what))];
}

/** @returns the elements of a page that have two classes of which only one can hold */
async function findContradictions(page: Page, what: string): Promise<string[]> {
  const lists = await page.$$eval("[class]", (elements) => [
    ...new Set(elements.map((element) => element.getAttribute("class")?.trim() ?? "")),
  ]);
  return lists
    .filter((classes) => twMerge(classes).split(/\s+/).length < classes.split(/\s+/).length)
    .map((classes) => `${what}: of "${classes}" only "${twMerge(classes)}" can hold`);
}

/** Opens pages one after the other, so that one run names every violation. */
async function findViolationsOf(page: Page, paths: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    all.push(...(await findViolations(page, path)));
  }
  return all;
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });
    // Each of them looks at many pages.
    test.setTimeout(180_000);

    test("no page for the public has an accessibility violation", async ({ page }) => {
      expect(await findViolationsOf(page, PUBLIC)).toEqual([]);
    });

    test("no page for a buyer has one, nor has the checkout page", async ({ page }) => {
      await signUp(page);
      await openCheckout(page);
      const found = await findViolations(page, "checkout page");
      await pay(page);
      await expectNewBalance(page, "1,000");
      found.push(...(await findViolations(page, "return page")));
      await page.getByRole("link", { name: "Receipt" }).click();
      await expect(page.getByText("Purchase and receipt")).toBeVisible();
      found.push(...(await findViolations(page, "receipt")));
      expect([...found, ...(await findViolationsOf(page, BUYER))]).toEqual([]);
    });

    test("no page for an admin has one", async ({ page }) => {
      const event = await sendUnmatchedPayment();
      await signInAsAdmin(page);
      const paths = [...ADMIN, `/admin/credits/webhooks/${event}`];
      expect(await findViolationsOf(page, paths)).toEqual([]);
    });
  });
}
