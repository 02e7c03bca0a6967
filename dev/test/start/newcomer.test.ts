import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, expect, it } from "vitest";
import { browserFlags, ensureBrowser } from "../../browser";
import { type Copy, makeCopyVariables, removeCopy, startCopy } from "./copy";

const PASSWORD = "four words nobody else has";
const NEW_PASSWORD = "and four others after that";
const EMAIL = "nora.newcomer@example.com";
const NEW_EMAIL = "nora.elsewhere@example.com";
/** Next compiles each page when it is opened first. */
const SLOW_MS = 150_000;

let variables: Record<string, string>;
let copy: Copy;
let browser: Browser;
let page: Page;
let mail: Page;

beforeAll(async () => {
  variables = await makeCopyVariables();
  copy = startCopy(variables);
  await copy.running();
  browser = await chromium.launch({ ...ensureBrowser(), args: browserFlags() });
  const context = await openContext();
  page = await context.newPage();
  mail = await context.newPage();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  copy.process.kill("SIGTERM");
  await copy.ended();
  removeCopy(variables.DATA_DIR ?? "");
});

async function openContext(): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: `http://localhost:${variables.PORT}` });
  context.setDefaultTimeout(SLOW_MS);
  context.setDefaultNavigationTimeout(SLOW_MS);
  return context;
}

/** Waits on the local mail page for a message, opens it, and gives its text. */
async function readMail(address: string, subject: string): Promise<string> {
  const message = mail.getByRole("link").filter({ hasText: address }).filter({ hasText: subject });
  await expect
    .poll(
      async () => {
        await mail.goto("/dev/mail");
        return message.count();
      },
      { timeout: SLOW_MS, message: `${subject} to ${address}` },
    )
    .toBeGreaterThan(0);
  await message.first().click();
  await mail.getByRole("link", { name: "Text", exact: true }).click();
  return (await mail.locator("article pre").textContent()) ?? "";
}

const linkIn = (text: string) => /https?:\/\/\S+#[\w-]+/.exec(text)?.[0] ?? "";

async function signIn(on: Page, email: string, password: string): Promise<void> {
  await on.goto("/sign-in");
  await on.getByLabel("Email").fill(email);
  await on.getByLabel("Password").fill(password);
  await on.getByRole("button", { name: "Sign in", exact: true }).click();
}

it(
  "a newcomer does everything with an account by the local mail page alone",
  async () => {
    // Sign up: the browser does its work, the mail brings the code.
    await page.goto("/sign-up");
    await page.getByLabel("Name").fill("Nora Newcomer");
    await page.getByLabel("Email").fill(EMAIL);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByLabel("Verification code").waitFor();
    await page.getByRole("link", { name: "the local mail page" }).waitFor();
    const code = /^\s*(\d{6})\s*$/m.exec(await readMail(EMAIL, "Verify your email address"))?.[1];
    await page.getByLabel("Verification code").fill(code ?? "");
    await page.getByRole("button", { name: "Verify and sign in" }).click();
    await page.waitForURL((url) => !url.pathname.startsWith("/sign-up"));

    // An authenticator app and a passkey.
    await page.goto("/account/security");
    await page.getByRole("button", { name: "Turn on" }).click();
    const secret = (await page.getByTestId("totp-secret").textContent())?.trim() ?? "";
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    await page.getByLabel("Code that the app shows").fill(totp.generate());
    await page.getByRole("button", { name: "Confirm" }).click();
    const shown = (await page.getByTestId("recovery-codes").textContent()) ?? "";
    const recoveryCodes = shown.split("\n").filter(Boolean);
    await readMail(EMAIL, "Two-step sign-in is on");
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("WebAuthn.enable");
    await devtools.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        ...{ protocol: "ctap2", transport: "internal" },
        ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
      },
    });
    // A browser makes passkeys on a page that has the focus only, and the mail was open before it.
    await page.bringToFront();
    await page.getByLabel("New passkey").fill("Laptop");
    await page.getByRole("button", { name: "Add passkey" }).click();
    await page.getByText("The passkey is added").waitFor();
    await readMail(EMAIL, "A passkey was added");

    // Another device is told of.
    const elsewhere = await (await openContext()).newPage();
    await signIn(elsewhere, EMAIL, PASSWORD);
    await elsewhere.waitForURL("**/sign-in/second-factor**");
    await elsewhere.getByLabel("Code").fill(recoveryCodes[0] ?? "");
    await elsewhere.getByRole("button", { name: "Continue" }).click();
    await elsewhere.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
    await readMail(EMAIL, "New sign-in to your account");

    // The password is forgotten and replaced; the passkey signs in.
    await page.context().clearCookies();
    await page.goto("/forgot-password");
    await page.getByLabel("Email").fill(EMAIL);
    await page.getByRole("button", { name: "Email me a link" }).click();
    await page.getByText("a link is on its way").waitFor();
    await page.goto(linkIn(await readMail(EMAIL, "Reset your password")));
    await page.getByLabel("New password").fill(NEW_PASSWORD);
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("Your password is changed").waitFor();
    await readMail(EMAIL, "Your password was changed");
    await page.goto("/sign-in");
    await page.bringToFront();
    await page.getByRole("button", { name: "Continue with a passkey" }).click();
    await page.waitForURL("**/admin/credits**");

    // A key, and another address.
    await page.goto("/account");
    await page.getByLabel("New key").fill("My service");
    await page.getByRole("button", { name: "Create key" }).click();
    await page.getByTestId("new-key").waitFor();
    await readMail(EMAIL, "An API key was created");
    await page.getByLabel("New email").fill(NEW_EMAIL);
    await page.getByRole("button", { name: "Change email" }).click();
    await page.getByText("A link is on its way to the new address").waitFor();
    await readMail(EMAIL, "Email change requested");
    await page.goto(linkIn(await readMail(NEW_EMAIL, "Confirm your new email address")));
    await page.getByRole("button", { name: "Use this address" }).click();
    await page.getByText("Your email is changed").waitFor();
    await readMail(EMAIL, "Your email address was changed");

    // All of it as a file, and then nothing of it.
    const answer = await page.request.get("/account/export");
    const exported = JSON.stringify(await answer.json());
    for (const part of [NEW_EMAIL, "Nora Newcomer", "My service"]) expect(exported).toContain(part);
    await page.goto("/account/data");
    await page.getByLabel("Your email, to confirm").fill(NEW_EMAIL);
    await page.getByRole("button", { name: "Delete account" }).click();
    await page.getByRole("button", { name: "Delete for good" }).click();
    await page.waitForURL(/\/$/);
    await readMail(NEW_EMAIL, "Your account was deleted");
    await signIn(page, NEW_EMAIL, NEW_PASSWORD);
    await page.getByText("Wrong email or password").waitFor();
  },
  10 * SLOW_MS,
);
