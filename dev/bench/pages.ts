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

/** Gates of the project, in kilobytes of compressed JavaScript. */
const MAX_LANDING_KB = 154;
const MAX_CREDITS_ABOVE_LANDING_KB = 20;

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

/** Runs in the page, before its own scripts. A text: a compiled function would need its helpers. */
const OBSERVE = `
  window.vitals = { lcpMs: 0, tbtMs: 0, cls: 0 };
  const watch = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch("largest-contentful-paint", (entry) => { window.vitals.lcpMs = entry.startTime; });
  watch("longtask", (entry) => { window.vitals.tbtMs += Math.max(entry.duration - 50, 0); });
  watch("layout-shift", (entry) => { window.vitals.cls += entry.value; });
`;

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
    const measured = await measure(page, stack.appUrl + route);
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

/** A load with an empty cache. */
async function measure(page: Page, url: string) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.clearBrowserCache");
  const scripts = new Set<string>();
  let bytes = 0;
  session.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.addInitScript(OBSERVE);
  await page.goto(url, { waitUntil: "networkidle" });
  const times = await page.evaluate(() => (window as unknown as { vitals: Vitals }).vitals);
  await session.detach();
  return { scriptKb: bytes / 1_000, ...times };
}

interface Vitals {
  lcpMs: number;
  tbtMs: number;
  cls: number;
}
