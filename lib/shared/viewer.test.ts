import { describe, expect, it } from "vitest";
import { formatCredits, wholeCredits } from "./credits";
import { formatMoney } from "./money";
import { formatTimestamp, formatTimestampWithZone, readViewer, startOfDay } from "./viewer";

const AT = new Date("2026-11-25T13:01:00Z");

describe("a reader's locale and time zone", () => {
  it.each([
    ["de-DE,de;q=0.9,en;q=0.8", "Europe/Berlin", "de-DE", "Europe/Berlin"],
    ["en;q=0.5, fr-CA", "America/Toronto", "fr-CA", "America/Toronto"],
    ["*", "UTC", "en-US", "UTC"],
    [null, null, "en-US", "UTC"],
  ])("are read from %j and %j", (header, zone, locale, timeZone) => {
    expect(readViewer(header, zone)).toEqual({ locale, timeZone });
  });

  it.each(["Mars/Base", "Europe/Berlin\r\nx: y", "../../etc", "", "a".repeat(500)])(
    "fall back to UTC for the zone %j, which a client can write freely",
    (zone) => expect(readViewer("en-US", zone).timeZone).toBe("UTC"),
  );

  it.each(["zz-ZZ", "ar-u-nu-thai", "<script>", "x".repeat(5000)])(
    "fall back to en-US for the language %j",
    (header) => expect(readViewer(header, "UTC").locale).toBe("en-US"),
  );

  it("decide how amounts and dates are written, and name the zone where asked", () => {
    const viewer = readViewer("de-DE", "Europe/Berlin");
    expect(formatCredits(wholeCredits(1_234_567), viewer.locale)).toBe("1.234.567");
    expect(formatMoney({ amountMinor: 123_450, currency: "eur" }, viewer.locale)).toMatch(
      /^1\.234,50\s€$/,
    );
    expect(formatTimestamp(AT, viewer)).toBe("25.11.2026, 14:01");
    expect(formatTimestampWithZone(AT, viewer)).toMatch(/14:01 MEZ$/);
    expect(formatTimestampWithZone(AT, readViewer("en-US", "America/New_York"))).toMatch(
      /8:01\sAM EST$/,
    );
  });
});

describe("the start of a day", () => {
  it.each([
    ["2026-11-25", "UTC", "2026-11-25T00:00:00.000Z"],
    ["2026-11-25", "America/New_York", "2026-11-25T05:00:00.000Z"],
    ["2026-11-25", "Asia/Kolkata", "2026-11-24T18:30:00.000Z"],
    // Clocks change during these days, or in the night before.
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
    ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
    ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z"],
    ["2026-10-26", "Europe/Berlin", "2026-10-25T23:00:00.000Z"],
  ])("%s in %s is %s", (day, zone, at) => {
    expect(startOfDay(day, zone).toISOString()).toBe(at);
  });
});
