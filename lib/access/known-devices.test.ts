import { expect, it } from "vitest";
import { newDeviceToken, readDeviceToken } from "./known-devices";

it("a device cookie that we didn't make is none: it is written into a header again", () => {
  const token = newDeviceToken();
  expect(readDeviceToken(token)).toBe(token);
  for (const sent of [undefined, "", "a\nb", `${token}; Domain=example.com`, "x".repeat(4_000)]) {
    expect(readDeviceToken(sent)).toBeUndefined();
  }
});
