import { expect, test } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { PASSWORD, signIn, signInAsAdmin, signUp } from "./support/journey";
import { readMailed } from "./support/mail";

test("a password can be shown and pasted", async ({ page }) => {
  await page.goto("/sign-up");
  const password = page.getByLabel("Password");
  await expect(password).toHaveAttribute("type", "password");
  await page.getByLabel("Name").fill(PASSWORD);
  await page.getByLabel("Name").press("ControlOrMeta+a");
  await page.getByLabel("Name").press("ControlOrMeta+c");
  await password.press("ControlOrMeta+v");
  await page.getByRole("button", { name: "Show typed characters" }).click();
  await expect(password).toHaveAttribute("type", "text");
  await expect(password).toHaveValue(PASSWORD);
});

test("a forgotten password is replaced by a mail's link", async ({ page }) => {
  const { email } = await signUp(page);
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot password?" }).click();
  // The page before has a field of the same name.
  await page.waitForURL("**/forgot-password");
  await page.getByLabel("Email").fill(email);
  await page.getByRole("button", { name: "Email me a link" }).click();
  await expect(page.getByText("a link is on its way")).toBeVisible();
  const token = await readMailed(email, /reset-password#([\w-]+)/);
  await page.goto(`/reset-password#${token}`);
  await page.getByLabel("New password").fill("another long password");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password is changed")).toBeVisible();
  await signIn(page, email, "another long password");
  await page.waitForURL("**/admin/credits");
});

test("two-step sign-in asks for the code before any page opens", async ({ page }) => {
  const { email } = await signUp(page);
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Turn on" }).click();
  const secret = (await page.getByTestId("totp-secret").textContent())?.trim() ?? "";
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  await page.getByLabel("Code that the app shows").fill(totp.generate());
  await page.getByRole("button", { name: "Confirm" }).click();
  const [recoveryCode = ""] =
    (await page.getByTestId("recovery-codes").textContent())?.split("\n") ?? [];
  await page.context().clearCookies();
  await signIn(page, email);
  await page.waitForURL("**/sign-in/second-factor**");
  await page.goto("/account");
  await expect(page).toHaveURL(/second-factor/);
  await page.getByLabel("Code").fill("000000");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("This code is wrong")).toBeVisible();
  await page.getByLabel("Code").fill(recoveryCode);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL(/\/account$/);
});

test("a passkey is added, and signs in without a password", async ({ page }) => {
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  await client.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      ...{ protocol: "ctap2", transport: "internal" },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    },
  });
  await signUp(page);
  await page.goto("/account/security");
  await page.getByLabel("New passkey").fill("Test device");
  await page.getByRole("button", { name: "Add passkey" }).click();
  await expect(page.getByText("The passkey is added")).toBeVisible();
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Continue with a passkey" }).click();
  await page.waitForURL("**/admin/credits");
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Remove Test device" }).click();
  await page.getByRole("button", { name: "Remove passkey" }).click();
  await expect(page.getByText("A passkey signs you in")).toBeVisible();
});

test("a session on another device is seen and ended", async ({ page, browser }) => {
  const { email } = await signUp(page);
  const elsewhere = await (await browser.newContext()).newPage();
  await signIn(elsewhere, email);
  await elsewhere.waitForURL("**/admin/credits");
  await page.goto("/account/security");
  await page.getByRole("button", { name: /^Sign out (?!everywhere)/ }).click();
  await expect(page.getByRole("button", { name: /^Sign out (?!everywhere)/ })).toHaveCount(0);
  await elsewhere.goto("/account");
  await expect(elsewhere).toHaveURL(/\/sign-in/);
});

test("a deleted account is gone, and says before what that means", async ({ page }) => {
  const { email } = await signUp(page);
  await page.goto("/account/data");
  await expect(page.getByText("isn’t paid out")).toBeVisible();
  await page.getByLabel("Your email, to confirm").fill(email);
  await page.getByRole("button", { name: "Delete account" }).click();
  await page.getByRole("button", { name: "Delete for good" }).click();
  await page.waitForURL(/\/$/);
  await signIn(page, email);
  await expect(page.getByText("Wrong email or password")).toBeVisible();
});

test("an invited colleague works with the role's permissions and no others", async ({
  page,
  browser,
}) => {
  const email = `support-${Date.now()}@example.com`;
  await signInAsAdmin(page);
  await page.goto("/admin/credits/people");
  await page.getByLabel("Name", { exact: true }).fill("Sue Support");
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText("The invitation is on its way")).toBeVisible();
  const colleague = await (await browser.newContext()).newPage();
  await colleague.goto(`/accept-invitation#${await readMailed(email, /invitation#([\w-]+)/)}`);
  await colleague.getByLabel("Password").fill(PASSWORD);
  await colleague.getByRole("button", { name: "Create account" }).click();
  await expect(colleague.getByText("Your account is ready")).toBeVisible();
  await signIn(colleague, email);
  await colleague.waitForURL("**/admin/credits/**");
  expect((await colleague.goto("/admin/credits/webhooks"))?.status()).toBe(200);
  for (const path of ["people", "audit", "settings"]) {
    expect((await colleague.goto(`/admin/credits/${path}`))?.status()).toBe(404);
  }
  await page.goto("/admin/credits/audit?subject=user.");
  await expect(page.getByText("user.invite").first()).toBeVisible();
});
