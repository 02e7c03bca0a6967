import { createHash } from "node:crypto";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import os from "node:os";
import path from "node:path";

export interface DirectoryLock {
  /** The holder before us ended without giving the lock back: what it started may still be ending. */
  readonly predecessorCrashed: boolean;
}

/**
 * Takes a directory for this process until it ends.
 *
 * The lock is a socket that somebody listens on, not a file with a process id: the kernel closes
 * it with the process, so it can be neither left behind by a crash nor mistaken for the lock of
 * another program that got the same id.
 * @returns undefined when another process holds it
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock | undefined> {
  const address = socketPath(directory);
  if (await listen(address)) return { predecessorCrashed: false };
  if (await answers(address)) return undefined;
  rmSync(address, { force: true });
  return (await listen(address)) ? { predecessorCrashed: true } : undefined;
}

async function listen(address: string): Promise<boolean> {
  const server: Server = createServer((connection) => connection.destroy());
  server.listen(address);
  try {
    await once(server, "listening");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return false;
    throw error;
  }
  server.unref();
  process.once("exit", () => server.close());
  return true;
}

async function answers(address: string): Promise<boolean> {
  const connection = connect(address);
  try {
    await once(connection, "connect");
    return true;
  } catch {
    return false;
  } finally {
    connection.destroy();
  }
}

/** Sockets have names of about 100 bytes at most; a deeper directory gets one among temporary files. */
function socketPath(directory: string): string {
  const inside = path.join(path.resolve(directory), "running.sock");
  const relative = path.relative(process.cwd(), inside);
  for (const candidate of [inside, relative])
    if (Buffer.byteLength(candidate) < 100) return candidate;
  const digest = createHash("sha256").update(path.resolve(directory)).digest("hex").slice(0, 16);
  return path.join(os.tmpdir(), `credits-${digest}.sock`);
}
