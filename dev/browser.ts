import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { readVariables } from "@/env";
import { StartError } from "./start-error";

export interface Browser {
  /** Undefined: the one Playwright installed, which it finds by itself. */
  readonly executablePath: string | undefined;
}

/** A Chromium that starts: Playwright's own, else CHROME_PATH, else one installed on the system. */
export function findBrowser(): Browser | undefined {
  if (starts(chromium.executablePath())) return { executablePath: undefined };
  const executablePath = candidates().find(starts);
  return executablePath === undefined ? undefined : { executablePath };
}

/**
 * Finds a browser or installs one.
 * @throws StartError saying what to do when neither works
 */
export function ensureBrowser(): Browser {
  for (const install of [() => {}, installFromPlaywright, installFromDebian]) {
    install();
    const browser = findBrowser();
    if (browser) return browser;
  }
  throw new StartError(
    "The end-to-end tests need a Chromium or Chrome, and none could be found or installed. Install one (Debian: apt-get install chromium; elsewhere: npx playwright install --with-deps chromium) or set CHROME_PATH to its program.",
  );
}

/** Flags for a quiet browser that calls nobody; the sandbox is given up only where it can't work. */
export function browserFlags(): string[] {
  return [
    ...["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
    ...["--disable-background-networking", "--disable-component-update"],
    // Chromium refuses to start as root with its sandbox.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
}

function candidates(): string[] {
  const { CHROME_PATH, PATH = "" } = readVariables();
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
  const folders = [...PATH.split(path.delimiter), "/usr/bin", "/usr/local/bin", "/snap/bin"];
  return [
    ...(CHROME_PATH ? [CHROME_PATH] : []),
    ...folders.filter(Boolean).flatMap((folder) => names.map((name) => path.join(folder, name))),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ];
}

/** Asks for its version: a file that is there may still lack its libraries, or only be a pointer. */
function starts(program: string): boolean {
  if (!existsSync(program)) return false;
  try {
    execFileSync(program, ["--version"], { stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

function installFromPlaywright(): void {
  console.log("No Chromium found. Trying: npx playwright install chromium");
  run("npx", ["playwright", "install", "chromium"], {
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000",
  });
}

function installFromDebian(): void {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  console.log("Still no Chromium. Trying: apt-get update && apt-get install -y chromium");
  const quiet = { DEBIAN_FRONTEND: "noninteractive" };
  run("apt-get", ["update", "-q"], quiet);
  run("apt-get", ["install", "-y", "-q", "chromium"], quiet);
}

/** Whether it worked is found out by looking for the browser afterwards. */
function run(command: string, args: readonly string[], more: Record<string, string>): void {
  spawnSync(command, args, {
    stdio: ["ignore", "inherit", "inherit"],
    timeout: 300_000,
    env: { ...readVariables(), ...more } as NodeJS.ProcessEnv,
  });
}
