import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { startEmulator } from "./server";
import { useEmulator } from "./testing/use-emulator";

const emulator = useEmulator();
const home = mkdtempSync(path.join(tmpdir(), "stripe-state-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** The status of a request with headers that `fetch` doesn't let a caller set. */
function statusOf(
  method: string,
  route: string,
  headers: Record<string, string>,
  body?: string,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(emulator().url + route, { method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

// A page that somebody visits can send requests to 127.0.0.1, and by DNS rebinding read answers.
it.each([
  ["a foreign Host", { host: "evil.example" }],
  ["a foreign Origin", { origin: "https://evil.example" }],
  ["an opaque Origin", { origin: "null" }],
  ["another port of the same machine", { origin: "http://127.0.0.1:1" }],
])("a control call with %s is refused and changes nothing", async (_what, headers) => {
  const before = await emulator().eventTypes();
  expect(await statusOf("POST", "/_emulator/test_webhook", headers, "{}")).toBe(403);
  expect(await statusOf("POST", "/do/test_webhook", headers, "")).toBe(403);
  expect(await emulator().eventTypes()).toEqual(before);
});

it("what the emulator holds isn't shown to a page of a foreign host", async () => {
  for (const route of ["/", "/_emulator/deliveries", "/_emulator/ledger"]) {
    expect(await statusOf("GET", route, { host: "evil.example:80" })).toBe(403);
  }
});

it("a control call without an Origin, or with the emulator's own, is carried out", async () => {
  const { host, origin } = new URL(emulator().url);
  const accepted: Record<string, string>[] = [
    { host },
    { host, origin },
    { host: host.replace("127.0.0.1", "LOCALHOST") },
  ];
  for (const headers of accepted) {
    expect(await statusOf("POST", "/_emulator/deliveries/release", headers, "{}")).toBe(200);
  }
});

it("the state file is readable by its owner alone, also when an older one was not", async () => {
  const stateFile = path.join(home, "state.json");
  for (const file of [stateFile, `${stateFile}.new`]) writeFileSync(file, "{}", { mode: 0o644 });
  const kept = await startEmulator({
    port: 0,
    stateFile,
    webhookSecret: "whsec_kept",
    webhookUrl: "http://127.0.0.1:1/",
  });
  await kept.close();
  expect(statSync(stateFile).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(stateFile, "utf8"))).toHaveProperty("sessions");
});

it("the command takes no secret as a flag, where every user of the machine could read it", async () => {
  const main = path.join(import.meta.dirname, "main.ts");
  const flags = ["--port", "0", "--webhook-secret", "whsec_readable"];
  await expect(
    promisify(execFile)(process.execPath, ["--import", "tsx", main, ...flags]),
  ).rejects.toMatchObject({ stderr: expect.stringContaining("Unknown option '--webhook-secret'") });
});
