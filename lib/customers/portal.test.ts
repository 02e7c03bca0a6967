import { expect, it } from "vitest";
import { checkReturnUrl } from "./portal";

const SHOP = "https://shop.example";

it("the way back is a page of an allowed site, never what only has the site's origin", () => {
  expect(checkReturnUrl(`${SHOP}/account`, [SHOP])).toBe(`${SHOP}/account`);
  for (const url of [`blob:${SHOP}/account`, "https://shop.example.evil.test/", "javascript:1"]) {
    expect(() => checkReturnUrl(url, [SHOP])).toThrow(/PORTAL_RETURN_ORIGINS/);
  }
});
