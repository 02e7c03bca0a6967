import { once } from "node:events";
import { type IncomingMessage, type RequestOptions, request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/lib/api/routes";
import { newId } from "@/lib/shared/ids";
import { findFreePort } from "../../ports";
import { listAddresses, listPages } from "../kits/app/doors";
import { type System, startSystem } from "./system";

/** The deadline of a body, 10 s, and the time to notice it for all of them. */
const REFUSED_WITHIN_MS = 14_000;
const CONTACT = "mailto:security@example.com";

let system: System;
let base: string;
let silent: string;

beforeAll(async () => {
  system = await startSystem([], "http://127.0.0.1:1");
  const [port, other] = [await findFreePort(), await findFreePort()];
  const quiet = { API_LOOKUPS_PER_ADDRESS: "0", SECURITY_CONTACT: CONTACT };
  await system.addApp(port, quiet).start();
  await system.addApp(other).start();
  base = `http://localhost:${port}`;
  silent = `http://localhost:${other}`;
});
afterAll(() => system.stop());

interface Answer {
  readonly status: number | undefined;
  readonly allow: string | undefined;
}

/** A request that fetch refuses to send, or whose body doesn't end. */
async function send(path: string, options: RequestOptions, body?: string, ends = true) {
  const sending = request(base + path, { agent: false, ...options });
  // Who is refused while sending may find the connection closed.
  sending.on("error", () => {});
  if (body) sending.write(body);
  if (ends) sending.end();
  const [answer] = (await once(sending, "response")) as [IncomingMessage];
  answer.resume();
  const { statusCode: status, headers } = answer;
  if (!ends) sending.destroy();
  return { status, allow: headers.allow } satisfies Answer;
}

/** Every address that a body can be sent to: pages, route handlers, and the routes of the API. */
function targets(): string[] {
  const api = routes.map(({ path }) => `/api/v1${path.replace(/\{\w+\}/g, newId())}`);
  const tree = listAddresses([newId()]).filter((path) => !path.startsWith("/api/v1/"));
  return [...new Set([...tree, ...api, "/api/auth/callback/credentials"])];
}

describe("what can't be read or isn't offered is answered without a fault of ours", () => {
  it.each([
    ["TRACE", "/", 405],
    ["TRACE", "/api/auth/session", 405],
    ["GET", "/api/auth/callback/credentials", 405],
    ["GET", "/api/auth/callback/link", 405],
    ["GET", "/api/auth/callback/passkey", 405],
    ["POST", "/api/auth/_log", 404],
    ["GET", "/%ff", 400],
    ["GET", "/admin/credits/%ff", 400],
    ["GET", "/api/v1/credits/%ff", 400],
    ["GET", "/api/auth/%ff", 400],
    ["GET", "/sign-in/%00", 400],
    ["GET", "/admin/credits/disputes/du_1%00/evidence.csv", 400],
    ["GET", "/sign-in?error=__proto__", 200],
    ["GET", "/sign-in?error=constructor", 200],
    ["GET", "/sign-in?next=%00&error=%00", 200],
    ["GET", "/api/auth/signin?callbackUrl=http%3A%2F%2F%5B", 302],
    ["GET", "/api/auth/signin?callbackUrl=https%3A%2F%2Fevil.example", 302],
    ["GET", "/api/auth/signin?callbackUrl=%00", 302],
    ["GET", "/api/auth/session?callbackUrl=%ff", 200],
  ])("%s %s: %i", async (method, path, status) => {
    expect((await send(path, { method })).status).toBe(status);
  });

  it.each(["csrf", "session", "signin", "signout", "callback/credentials", "providers", "error"])(
    "OPTIONS /api/auth/%s: 405",
    async (step) => {
      expect((await send(`/api/auth/${step}`, { method: "OPTIONS" })).status).toBe(405);
    },
  );

  it("says nothing of what an address asks it to say: only texts of ours are shown", async () => {
    const page = await fetch(`${base}/sign-in?error=${encodeURIComponent("Call +1 555 0100")}`);
    const shown = (await page.text()).replace(/<script\b[\s\S]*?<\/script>/g, "");
    expect(shown).toContain("Sign in");
    expect(shown).not.toContain("555 0100");
  });
});

describe("a form that another site's page sends", () => {
  it("is refused with 403 at every page", async () => {
    const pages = listPages().filter(({ file }) => file.endsWith("page.tsx"));
    expect(pages.length).toBeGreaterThan(30);
    // Neither the API nor the route of logos is a page: they take no forms, whoever sends them.
    const others = ["/api/", "/brand/"];
    const isPage = (path: string) => !others.some((start) => path.startsWith(start));
    for (const path of listAddresses([newId()]).filter(isPage)) {
      for (const origin of ["https://evil.example", "null", undefined]) {
        const headers = {
          ...{ "next-action": "0".repeat(42), "content-type": "text/plain" },
          ...(origin && { origin }),
        };
        const { status } = await send(path, { method: "POST", headers }, "[]");
        expect([path, origin, status]).toEqual([path, origin, 403]);
      }
    }
  });
});

describe("a body", () => {
  const form = () => ({ origin: base, "content-type": "application/x-www-form-urlencoded" });

  it("above 64 kB is taken nowhere but where more is promised, announced or not", async () => {
    const large = "x".repeat(70_000);
    const taken: unknown[] = [];
    for (const path of targets()) {
      for (const headers of [{ ...form(), "content-length": String(large.length) }, form()]) {
        const { status = 0 } = await send(path, { method: "POST", headers }, large);
        // Refused for its size, or before it was read: not signed in, another method, not signed.
        if (![413, 401, 405, 400].includes(status)) taken.push([path, status]);
      }
    }
    expect(taken).toEqual([]);
  });

  it("that doesn't come is waited for ten seconds, at every address", async () => {
    const started = Date.now();
    const statuses = await Promise.all(
      targets().map(async (path) => {
        const { status = 0 } = await send(path, { method: "POST", headers: form() }, "a", false);
        return { path, status };
      }),
    );
    expect(Date.now() - started).toBeLessThan(REFUSED_WITHIN_MS);
    expect(statuses.filter(({ status }) => ![408, 401, 405, 400].includes(status))).toEqual([]);
    expect(statuses.filter(({ status }) => status === 408).length).toBeGreaterThan(30);
  });
});

describe("security.txt", () => {
  it("names the contact, for a year, where there is one (RFC 9116)", async () => {
    const answer = await fetch(`${base}/.well-known/security.txt`);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    const text = await answer.text();
    expect(text).toContain(`Contact: ${CONTACT}\n`);
    const expires = Date.parse(/^Expires: (.+)$/m.exec(text)?.[1] ?? "");
    expect(expires - Date.now()).toBeGreaterThan(300 * 86_400_000);
    expect((await fetch(`${silent}/.well-known/security.txt`)).status).toBe(404);
  });
});
