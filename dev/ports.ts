import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { StartError } from "./start-error";

/** A port on which nothing listens at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Whether a server could listen on this port, on every address and on the local one. */
export async function isPortFree(port: number): Promise<boolean> {
  // Both: on some systems an address in use doesn't keep others from taking its port on `::`.
  for (const host of [undefined, "127.0.0.1"]) {
    if (!(await canListen(port, host))) return false;
  }
  return true;
}

async function canListen(port: number, host: string | undefined): Promise<boolean> {
  const server = createServer().listen({ port, host });
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}

/** A port that something is going to need, and the variable that names it. */
export interface NeededPort {
  readonly port: number;
  readonly variable: string;
  readonly user: string;
}

/**
 * Checks ports before anything is started.
 * @param patienceMs how long to wait for a busy one to become free
 * @throws StartError naming every port that is busy and the variable to change
 */
export async function waitForPorts(
  needed: readonly NeededPort[],
  patienceMs: number,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const free = await Promise.all(needed.map(({ port }) => isPortFree(port)));
    const busy = needed.filter((_, index) => !free[index]);
    if (busy.length === 0) return;
    if (Date.now() >= deadline) {
      throw new StartError(
        busy
          .map(
            ({ port, variable, user }) =>
              `Port ${port}, which ${user} needs, is in use. Stop the program that uses it, or choose another port: ${variable}=${port + 1} npm run dev`,
          )
          .join("\n"),
      );
    }
    await wait(200);
  }
}
