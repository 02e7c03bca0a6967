import ipaddr from "ipaddr.js";
import { env } from "@/env";
import { areAddressesOurs } from "@/lib/shared/address-source";

/** An IPv6 customer has at least a /64 to choose addresses from: https://www.rfc-editor.org/rfc/rfc6177 */
const IPV6_PREFIX_BITS = 64;

/**
 * Where a request came from, in its canonical form; undefined when that isn't known. Only a proxy
 * of ours (TRUST_PROXY) and our own server, which overwrites it, may say it in a header: without
 * them any client can write what it likes.
 */
export function clientIp(
  headers: Pick<Headers, "get">,
  trustProxy = env().web.trustProxy,
): string | undefined {
  if (!trustProxy && !areAddressesOurs()) return undefined;
  // The last proxy appends the address it saw; what stands before it may come from the client.
  return normaliseAddress(headers.get("x-forwarded-for")?.split(",").at(-1));
}

/** @returns the canonical form of an address, with or without a port; undefined for other text */
export function normaliseAddress(text: string | undefined): string | undefined {
  const written = text?.trim() ?? "";
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(written)?.[1] ?? written;
  const address = /^\d+\.\d+\.\d+\.\d+:\d+$/.test(bare) ? bare.slice(0, bare.indexOf(":")) : bare;
  // Only the usual forms: "1" and "0x7f.1" are addresses to the library, too.
  if (!/^(\d+\.){3}\d+$|:/.test(address) || !ipaddr.isValid(address)) return undefined;
  return ipaddr.process(address.split("%", 1)[0] ?? address).toString();
}

/** What limits count as one place: an IPv4 address, or an IPv6 network of 64 bits. */
export function networkOf(address: string): string {
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${address}/${IPV6_PREFIX_BITS}`).toString();
}
