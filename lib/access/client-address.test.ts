import { describe, expect, it } from "vitest";
import { clientIp, networkOf, normaliseAddress } from "./client-address";

describe("a client's address", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9"],
    [" 203.0.113.9 ", "203.0.113.9"],
    ["203.0.113.9:4711", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["2001:DB8:0:0::1", "2001:db8::1"],
    ["[2001:db8::1]:443", "2001:db8::1"],
  ])("%s is %s: one client has one name", (written, expected) => {
    expect(normaliseAddress(written)).toBe(expected);
  });

  it.each([undefined, "", "unknown", "_hidden", "300.1.1.1", "1", "a\nb"])("%j is none", (text) => {
    expect(normaliseAddress(text)).toBeUndefined();
  });

  it("counts as its /64 network in IPv6, or a client would have 2^64 of them", () => {
    expect(networkOf("2001:db8:1:2:aaaa::1")).toBe(networkOf("2001:db8:1:2:bbbb::2"));
    expect(networkOf("2001:db8:1:2::1")).not.toBe(networkOf("2001:db8:1:3::1"));
    expect(networkOf("203.0.113.9")).toBe("203.0.113.9");
  });

  it("isn't believed without TRUST_PROXY, and with it the last one counts", () => {
    const headers = new Headers({ "x-forwarded-for": "198.51.100.1, 203.0.113.9" });
    expect(clientIp(headers)).toBeUndefined();
    expect(clientIp(headers, true)).toBe("203.0.113.9");
  });
});
