import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

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
