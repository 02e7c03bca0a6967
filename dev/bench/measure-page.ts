import type { Page } from "@playwright/test";

/** Gates of the project, in kilobytes of compressed JavaScript. */
export const MAX_LANDING_KB = 154;
export const MAX_CREDITS_ABOVE_LANDING_KB = 20;

interface Vitals {
  readonly lcpMs: number;
  readonly tbtMs: number;
  readonly cls: number;
}

/** What a browser loads for a page, and how the page then behaves. */
export interface PageMeasure extends Vitals {
  /** JavaScript as it came over the wire. */
  readonly scriptKb: number;
}

/** Runs in the page, before its own scripts. A text: a compiled function would need its helpers. */
const OBSERVE = `
  window.vitals = { lcpMs: 0, tbtMs: 0, cls: 0 };
  const watch = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch("largest-contentful-paint", (entry) => { window.vitals.lcpMs = entry.startTime; });
  watch("longtask", (entry) => { window.vitals.tbtMs += Math.max(entry.duration - 50, 0); });
  watch("layout-shift", (entry) => { window.vitals.cls += entry.value; });
`;

/** Loads a page with an empty cache. The bytes are the same on every machine, the times aren't. */
export async function measurePage(page: Page, url: string): Promise<PageMeasure> {
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
