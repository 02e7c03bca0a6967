import { expect, test } from "@playwright/test";
import { currentStack } from "./support/current-stack";
import { PASSWORD, signIn, signInAsAdmin, signUp, someoneBuys } from "./support/journey";

const ADMIN_PAGES = [
  "/admin/credits/overview",
  "/admin/credits/customers",
  "/admin/credits/all-purchases",
  "/admin/credits/all-purchases/export",
  "/admin/credits/webhooks",
  "/admin/credits/jobs",
];

test("a wrong password and an unknown e-mail get the same answer", async ({ page }) => {
  const { email } = await signUp(page);
  await page.context().clearCookies();
  for (const [who, password] of [
    [email, "not the password"],
    ["nobody@example.com", PASSWORD],
  ] as const) {
    await signIn(page, who, password);
    await expect(page.getByText("Wrong email or password.")).toBeVisible();
  }
});

test("pages for people send everybody else to sign in, and back afterwards", async ({ page }) => {
  const { email } = await signUp(page);
  await page.context().clearCookies();
  await page.goto("/admin/credits/history");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/admin\/credits\/history$/);
});

test("admin pages don't exist for a buyer", async ({ page }) => {
  await signUp(page);
  for (const path of ADMIN_PAGES) {
    expect((await page.request.get(path)).status(), path).toBe(404);
  }
  await page.goto("/admin/credits");
  await expect(page.getByRole("link", { name: "Customers" })).toHaveCount(0);
});

test("an admin finds every account and explains its balance", async ({ page, browser }) => {
  const { email } = await someoneBuys(browser);
  await signInAsAdmin(page);
  await page.goto(`/admin/credits/customers?search=${encodeURIComponent(email)}`);
  await page.getByRole("link", { name: email }).click();
  await expect(page.getByTestId("balance")).toHaveText("1,000");
  await expect(page.getByText("Bought Starter Pack").first()).toBeVisible();
});

test("changing the password signs out everywhere", async ({ page, browser }) => {
  const { email } = await signUp(page);
  const elsewhere = await (await browser.newContext()).newPage();
  await signIn(elsewhere, email);
  await elsewhere.waitForURL("**/admin/credits");
  await page.goto("/account");
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByLabel("New password").fill("another password");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await elsewhere.goto("/admin/credits");
  await expect(elsewhere).toHaveURL(/\/sign-in/);
});

test("an API key reads its own person's balance, until it is revoked", async ({
  page,
  request,
}) => {
  await signUp(page);
  await page.goto("/account");
  await page.getByLabel("New key").fill("Test service");
  await page.getByRole("button", { name: "Create key" }).click();
  const key = (await page.getByTestId("new-key").textContent())?.trim() ?? "";
  const ask = () =>
    request.get(`${currentStack().appUrl}/api/v1/credits/balance`, {
      headers: { authorization: `Bearer ${key}` },
    });
  const answer = await ask();
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toMatchObject({ balance: "0" });
  await page.getByRole("button", { name: "Revoke Test service" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  expect((await ask()).status()).toBe(200);
  await page.getByRole("button", { name: "Revoke Test service" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByText("No keys yet")).toBeVisible();
  // Every process remembers keys for a second.
  await expect.poll(async () => (await ask()).status(), { timeout: 3_000 }).toBe(401);
});
