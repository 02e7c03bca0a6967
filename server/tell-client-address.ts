import type { IncomingMessage } from "node:http";
import { BlockList } from "node:net";

const HEADER = "x-forwarded-for";

/** Where a reverse proxy of one's own stands: this machine, or a private network. */
const NEARBY = new BlockList();
for (const [network, bits] of [
  ["127.0.0.0", 8],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  NEARBY.addSubnet(network, bits, "ipv4");
}
NEARBY.addAddress("::1", "ipv6");
NEARBY.addSubnet("fc00::", 7, "ipv6");

/**
 * Without TRUST_PROXY the one who connects is the client, whatever a header claims. Except for a
 * proxy that was not announced: it would make one client of everybody, so that their address
 * counts as unknown.
 */
export function tellClientAddress(request: IncomingMessage): void {
  const { remoteAddress = "" } = request.socket;
  const address = remoteAddress.replace(/^::ffff:/, "");
  const isProxied =
    request.headers[HEADER] !== undefined || request.headers.forwarded !== undefined;
  delete request.headers[HEADER];
  const isNearby = NEARBY.check(address, address.includes(":") ? "ipv6" : "ipv4");
  if (address && !(isProxied && isNearby)) request.headers[HEADER] = address;
}
