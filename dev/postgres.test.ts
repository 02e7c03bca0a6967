import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type RunningPostgres, startPostgres } from "./postgres";
import { findProcesses } from "./test/processes";

describe("embedded PostgreSQL", () => {
  let home: string;
  let running: RunningPostgres | undefined;

  beforeEach(() => {
    home = mkdtempSync(path.join(os.tmpdir(), "credits-postgres-"));
    chmodSync(home, 0o711);
  });

  afterEach(async () => {
    await running?.stop();
    await vi.waitFor(() => expect(findProcesses(home)).toEqual([]), { timeout: 10_000 });
    rmSync(home, { recursive: true });
    running = undefined;
  });

  const start = async (): Promise<RunningPostgres> => {
    running = await startPostgres({
      directory: path.join(home, "data"),
      password: "0123456789abcdef0123456789abcdef",
      durable: true,
      ...(running && { port: running.port }),
    });
    return running;
  };
  const lockFile = () => path.join(home, "data", "postmaster.pid");
  const processId = () => Number.parseInt(readFileSync(lockFile(), "utf8"), 10);
  const ask = async (server: RunningPostgres, query: string): Promise<unknown[]> => {
    const db = postgres(server.url("postgres", "postgres"), { max: 1, onnotice: () => {} });
    try {
      return [...(await db.unsafe(query))];
    } finally {
      await db.end();
    }
  };

  it("keeps acknowledged data when its processes are killed, and starts again on the same port", async () => {
    const first = await start();
    await ask(first, "create table kept as select 7 as answer");
    process.kill(processId(), "SIGKILL");
    await first.ended;
    const second = await start();
    expect(second.port).toBe(first.port);
    expect(await ask(second, "select answer from kept")).toEqual([{ answer: 7 }]);
  });

  it("starts although another program has the process id of its old lock file", async () => {
    const first = await start();
    const text = readFileSync(lockFile(), "utf8");
    await first.stop();
    writeFileSync(lockFile(), text.replace(/^\d+/, String(process.pid)));
    expect(await ask(await start(), "select 1 as alive")).toEqual([{ alive: 1 }]);
  });

  it("listens on this machine only, and asks for the password", async () => {
    const server = await start();
    expect(await ask(server, "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
    const url = new URL(server.url("postgres", "postgres"));
    url.password = "wrong";
    const stranger = postgres(url.href, { max: 1 });
    await expect(stranger`select 1`).rejects.toMatchObject({ code: "28P01" });
    await stranger.end();
  });

  it("syncs every commit to disk, where the server of the tests does not", async () => {
    expect(await ask(await start(), "show fsync")).toEqual([{ fsync: "on" }]);
  });
});
