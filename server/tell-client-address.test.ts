import type { IncomingMessage } from "node:http";
import { expect, it } from "vitest";
import { tellClientAddress } from "./tell-client-address";

function told(remoteAddress: string, headers: Record<string, string> = {}): string | undefined {
  const request = { socket: { remoteAddress }, headers: { ...headers } };
  tellClientAddress(request as unknown as IncomingMessage);
  return (request.headers as Record<string, string>)["x-forwarded-for"];
}

it("the one who connects is the client, whatever a header claims", () => {
  expect(told("203.0.113.7")).toBe("203.0.113.7");
  expect(told("203.0.113.7", { "x-forwarded-for": "198.51.100.1" })).toBe("203.0.113.7");
  expect(told("::ffff:203.0.113.7")).toBe("203.0.113.7");
  expect(told("2001:db8::1")).toBe("2001:db8::1");
  expect(told("127.0.0.1")).toBe("127.0.0.1");
});

it("behind a proxy that was not announced nobody's address is known, so that no limit is shared by all", () => {
  for (const proxy of ["127.0.0.1", "::ffff:10.0.0.2", "172.18.0.1", "192.168.1.1", "::1"]) {
    expect(told(proxy, { "x-forwarded-for": "203.0.113.7" })).toBeUndefined();
  }
  expect(told("10.0.0.2", { forwarded: "for=203.0.113.7" })).toBeUndefined();
});
