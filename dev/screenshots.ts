/**
 * npm run screenshots
 *
 * Writes a picture of every page to docs/images, made on `npm start` with a fresh database and what
 * a first customer does. Needs `npm run build` first.
 */
import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { browserFlags, ensureBrowser } from "@/dev/browser";
import { demoPassword, demoPeople } from "@/dev/demo-people";
import { publishStack } from "@/e2e/support/current-stack";
import { expectNewBalance, openCheckout, pay } from "@/e2e/support/journey";
import { startStack, stopStack } from "@/e2e/support/stack";

const FOLDER = "docs/images";
const SIZE = { width: 1280, height: 800 };

const PUBLIC_PAGES = [
  ["landing", "/"],
  ["sign-in", "/sign-in"],
  ["sign-up", "/sign-up"],
] as const;
const BUYER_PAGES = [
  ["credits", "/admin/credits"],
  ["usage", "/admin/credits/usage"],
  ["activity", "/admin/credits/history"],
  ["account", "/account"],
] as const;
const ADMIN_PAGES = [
  ["overview", "/admin/credits/overview"],
  ["customers", "/admin/credits/customers"],
  ["purchases", "/admin/credits/all-purchases"],
  ["packs", "/admin/credits/packs"],
  ["pack", "/admin/credits/packs/pro"],
  ["disputes", "/admin/credits/disputes"],
  ["webhooks", "/admin/credits/webhooks"],
  ["jobs", "/admin/credits/jobs"],
  ["audit", "/admin/credits/audit"],
  ["people", "/admin/credits/people"],
  ["settings", "/admin/credits/settings"],
] as const;

if (!existsSync(".next/BUILD_ID")) {
  console.error("There is no build to photograph. Run npm run build first.");
  process.exit(1);
}

const stack = await startStack(mkdtempSync(path.join(tmpdir(), "credits-screenshots-")));
publishStack(stack);
mkdirSync(FOLDER, { recursive: true });
const browser = await chromium.launch({ ...ensureBrowser(), args: browserFlags() });
try {
  const stranger = await openPage(browser);
  for (const [name, route] of PUBLIC_PAGES) await take(stranger, name, route);

  const buyer = await signIn(browser, "buyer");
  await openCheckout(buyer, "Pro Pack");
  await pay(buyer);
  await expectNewBalance(buyer, "10,000");
  await buyer.screenshot({ path: `${FOLDER}/return.png` });
  await buyer.getByRole("link", { name: "Receipt" }).click();
  await buyer.getByText("Purchase and receipt").waitFor();
  await buyer.screenshot({ path: `${FOLDER}/purchase.png`, fullPage: true });
  for (const [name, route] of BUYER_PAGES) await take(buyer, name, route);

  const admin = await signIn(browser, "admin");
  for (const [name, route] of ADMIN_PAGES) await take(admin, name, route);
  await admin.goto(`${stack.appUrl}/admin/credits/customers?search=buyer`);
  await admin.getByRole("table").getByRole("link").first().click();
  await admin.getByRole("heading", { name: "Identity" }).waitFor();
  await admin.screenshot({ path: `${FOLDER}/customer.png`, fullPage: true });
} finally {
  await browser.close();
  await stopStack();
}

async function openPage(from: Browser): Promise<Page> {
  const context = await from.newContext({ baseURL: stack.appUrl, viewport: SIZE });
  return context.newPage();
}

async function signIn(from: Browser, role: "buyer" | "admin"): Promise<Page> {
  const person = demoPeople.find((known) => known.role === role);
  const page = await openPage(from);
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(person?.email ?? "");
  await page.getByLabel("Password", { exact: true }).fill(demoPassword);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/admin/credits**");
  return page;
}

async function take(page: Page, name: string, route: string): Promise<void> {
  await page.goto(route, { waitUntil: "networkidle" });
  await page.screenshot({ path: `${FOLDER}/${name}.png`, fullPage: true });
  console.log(`${name.padEnd(10)} ${route}`);
}
