import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { imageResponse } from "@/app/brand/[digest]/image-response";
import { useTestDatabase } from "@/dev/test/database";
import { DEFAULT_BRAND } from "@/lib/shared/brand";
import { newId } from "@/lib/shared/ids";
import { detectImageType, findBrandImage, MAX_IMAGE_BYTES, storeBrandImage } from "./brand-images";
import { readSetting, writeSetting } from "./settings";

const db = useTestDatabase();
const png = () => readFile("public/icon-192.png");

describe("a logo", () => {
  it("is told by its content, and nothing that a browser would run is one", async () => {
    expect(detectImageType(await png())).toBe("image/png");
    expect(detectImageType(Buffer.from("ffd8ffe000104a464946", "hex"))).toBe("image/jpeg");
    expect(detectImageType(Buffer.from("RIFF\0\0\0\0WEBPVP8 "))).toBe("image/webp");
    for (const other of [
      "",
      "<svg onload=alert(1)>",
      "<!doctype html>",
      "GIF89a",
      "RIFF    WAVE",
    ]) {
      expect(detectImageType(Buffer.from(other))).toBeUndefined();
    }
  });

  it("is kept once under the digest of its content, and found only by one", async () => {
    const data = await png();
    const digest = await storeBrandImage(db().database.read, data);
    expect(await storeBrandImage(db().database.read, data)).toBe(digest);
    const found = await findBrandImage(db().database.read, digest);
    expect(found?.data.equals(data)).toBe(true);
    expect(await findBrandImage(db().database.read, "../secret")).toBeUndefined();
  });

  it.each([
    ["other content", Buffer.from("<svg/>"), "Choose a PNG, JPEG or WebP image."],
    ["too many bytes", Buffer.alloc(MAX_IMAGE_BYTES + 1), "The logo may have at most 50 kB."],
  ])("is refused with %s", async (_, data, sentence) => {
    await expect(storeBrandImage(db().database.read, data)).rejects.toMatchObject({
      code: "invalid_input",
      extra: { fields: { logo: sentence } },
    });
  });

  it("is served as nothing but its own type", async () => {
    const digest = await storeBrandImage(db().database.read, await png());
    const { status, headers } = imageResponse(await findBrandImage(db().database.read, digest));
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "image/png",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    });
  });

  it("doesn't exist at other addresses", async () => {
    expect(imageResponse(await findBrandImage(db().database.read, "nothing")).status).toBe(404);
  });
});

describe("the brand", () => {
  const write = (change: Partial<typeof DEFAULT_BRAND>) =>
    writeSetting(db().database, "brand", { ...DEFAULT_BRAND, ...change }, newId());

  it("is the product's own until an admin changes it", async () => {
    expect(await readSetting(db().database.read, "brand")).toEqual(DEFAULT_BRAND);
    await write({ name: "Acme", colorLight: "#0F766E" });
    expect(await readSetting(db().database.read, "brand")).toMatchObject({
      name: "Acme",
      colorLight: "#0f766e",
    });
  });

  it.each([
    ["colorLight", "#ffcc00"],
    ["colorDark", "#000080"],
    ["colorLight", "red;}body{display:none"],
    ["mailSender", "Shop <thief@example.com>"],
    ["mailSender", "Shop\r\nBcc: thief@example.com"],
    ["name", ""],
    ["logo", "https://example.com/logo.png"],
  ] as const)("is refused with %s %j", async (field, value) => {
    const before = await readSetting(db().database.read, "brand");
    await expect(write({ [field]: value })).rejects.toMatchObject({ code: "invalid_input" });
    expect(await readSetting(db().database.read, "brand")).toEqual(before);
  });
});
