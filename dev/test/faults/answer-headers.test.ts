import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createUser } from "@/lib/access/users";
import { newId } from "@/lib/shared/ids";
import { findFreePort } from "../../ports";
import { projectRoot } from "../../services";
import { observatoryScore } from "../kits/access/observatory";
import { CookieJar, signInOverHttp } from "../kits/access/over-http";
import { type System, startSystem } from "./system";

const PASSWORD = "a password of tests";
const SITE = "https://credits.example.com";

let system: System;
/** As people reach it over https, and on this machine. */
let secure: string;
let local: string;

beforeAll(async () => {
  system = await startSystem([], "http://127.0.0.1:1");
  const [securePort, localPort] = [await findFreePort(), await findFreePort()];
  await system.addApp(securePort, { APP_URL: SITE }).start();
  await system.addApp(localPort).start();
  secure = `http://127.0.0.1:${securePort}`;
  local = `http://localhost:${localPort}`;
});
afterAll(() => system.stop());

function staticFile(): string {
  const folder = path.join(projectRoot, ".next/static/chunks");
  const [file] = readdirSync(folder).filter((name) => name.endsWith(".js"));
  return `/_next/static/chunks/${file}`;
}

/** Every kind of answer, by whom it is given. */
const KINDS: readonly (readonly [kind: string, path: () => string, status: number])[] = [
  ["a page", () => "/sign-in", 200],
  ["a page that redirects", () => "/admin/credits", 307],
  ["a page that isn't there", () => "/nowhere", 404],
  ["an address that can't be read", () => "/%ff", 400],
  ["a script of the build", staticFile, 200],
  ["a file of the build that isn't there", () => "/_next/static/nowhere.js", 404],
  ["an icon", () => "/icon.svg", 200],
  ["a public file", () => "/favicon.ico", 200],
  ["a text for robots", () => "/robots.txt", 200],
  ["the manifest", () => "/manifest.webmanifest", 200],
  ["sign-in's own address", () => "/api/auth/csrf", 200],
  ["a step of sign-in that isn't there", () => "/api/auth/_log", 404],
  ["the API's document", () => "/api/v1/openapi.json", 200],
  ["a refusal of the API", () => "/api/v1/credits/balance", 401],
  ["an address of the API that isn't there", () => "/api/v1/nowhere", 404],
  ["the webhook, asked by GET", () => "/api/v1/billing/credits/webhook", 405],
  ["the health check", () => "/api/health", 200],
  ["a download for those who are signed in", () => "/account/export", 307],
];

describe("an A+ by Mozilla Observatory's rules", () => {
  it.each(KINDS)("is what %s gets", async (_kind, pathOf, status) => {
    const answer = await fetch(secure + pathOf(), { redirect: "manual" });
    await answer.arrayBuffer();
    expect(answer.status).toBe(status);
    expect(observatoryScore(Object.fromEntries(answer.headers))).toBeGreaterThanOrEqual(100);
  });
});

describe("security headers", () => {
  it.each(KINDS)("stand on %s, also where there is no https", async (_kind, pathOf) => {
    const { headers } = await fetch(local + pathOf(), { redirect: "manual" });
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy") ?? "").toContain("frame-ancestors 'none'");
    expect(headers.get("content-security-policy")).not.toMatch(/script-src[^;]*'unsafe-inline'/);
    expect(headers.get("strict-transport-security")).toBeNull();
    for (const name of ["referrer-policy", "permissions-policy", "cross-origin-opener-policy"]) {
      expect([name, headers.get(name)]).toEqual([name, expect.stringMatching(/./)]);
    }
    expect(headers.get("x-powered-by")).toBeNull();
  });

  it("let every script of a page run, and no other: each carries the answer's nonce", async () => {
    const page = await fetch(`${local}/sign-in`);
    const nonce = /'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "")?.[1];
    const scripts = (await page.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    const again = (await fetch(`${local}/sign-in`)).headers.get("content-security-policy");
    expect(again).not.toContain(nonce);
  });

  it("let no browser or proxy keep a private page", async () => {
    const email = `${newId()}@example.com`;
    const given = { email, name: "Test User", password: PASSWORD, emailVerified: true };
    await createUser(system.database, given);
    const jar = new CookieJar();
    await signInOverHttp(local, { email, password: PASSWORD }, jar);
    for (const path of [
      "/account",
      "/account/export",
      "/admin/credits",
      "/api/v1/credits/balance",
    ]) {
      const { status, headers } = await fetch(local + path, { headers: { cookie: jar.header } });
      expect([path, status, headers.get("cache-control")]).toEqual([
        ...[path, 200],
        expect.stringContaining("no-store"),
      ]);
    }
  });
});
