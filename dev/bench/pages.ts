/**
 * npm run bench:pages
 *
 * What a browser loads for the first pages of `npm start`: JavaScript (compressed), largest paint,
 * blocking time and layout shift. The JavaScript is gated, the times are printed: they depend on
 * the machine. Needs `npm run build` first.
 */
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { browserFlags, ensureBrowser } from "@/dev/browser";
import { demoPassword, demoPeople } from "@/dev/demo-people";
import { startStack, stopStack } from "@/e2e/support/stack";
import { MAX_CREDITS_ABOVE_LANDING_KB, MAX_LANDING_KB, measurePage } from "./measure-page";

const PAGES = [
  ["landing", "/"],
  ["credits", "/admin/credits"],
  ["usage", "/admin/credits/usage"],
  ["activity", "/admin/credits/history"],
  ["overview", "/admin/credits/overview"],
  ["customers", "/admin/credits/customers"],
  ["purchases", "/admin/credits/all-purchases"],
  ["webhooks", "/admin/credits/webhooks"],
] as const;

if (!existsSync(".next/BUILD_ID")) {
  console.error("There is no build to measure. Run npm run build first.");
  process.exit(1);
}

const stack = await startStack(mkdtempSync(path.join(tmpdir(), "credits-bench-")), {
  LOG_LEVEL: "warn",
});
const browser = await chromium.launch({ ...ensureBrowser(), args: browserFlags() });
try {
  const page = await (await browser.newContext()).newPage();
  const sizes = new Map<string, number>();
  for (const [name, route] of PAGES) {
    if (name === "credits") await signIn(page);
    const measured = await measurePage(page, stack.appUrl + route);
    sizes.set(name, measured.scriptKb);
    console.log(
      [
        name.padEnd(10),
        `${measured.scriptKb.toFixed(1)} kB JavaScript`,
        `LCP ${Math.round(measured.lcpMs)} ms`,
        `TBT ${Math.round(measured.tbtMs)} ms`,
        `CLS ${measured.cls.toFixed(3)}`,
      ].join("   "),
    );
  }
  const landing = sizes.get("landing") ?? 0;
  const above = (sizes.get("credits") ?? 0) - landing;
  console.log(`/admin/credits loads ${above.toFixed(1)} kB more than the landing page`);
  if (landing >= MAX_LANDING_KB || above > MAX_CREDITS_ABOVE_LANDING_KB) process.exitCode = 1;
} finally {
  await browser.close();
  await stopStack();
}

async function signIn(page: Page): Promise<void> {
  const admin = demoPeople.find(({ role }) => role === "admin");
  await page.goto(`${stack.appUrl}/sign-in`);
  await page.getByLabel("Email").fill(admin?.email ?? "");
  await page.getByLabel("Password", { exact: true }).fill(demoPassword);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/admin/credits/overview");
}
