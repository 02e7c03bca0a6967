import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { checkClock } from "./roles";

const db = useTestDatabase();

describe("a clock that differs from the database's", () => {
  const clockOff = (byMs: number) => () => new Date(Date.now() + byMs);

  it.each([
    ["fine", 0, /agree/],
    ["warning", 10_000, /differ by (9\.9|10)/],
    ["fault", 600_000, /differ by (599\.9|600)/],
    ["fault", -600_000, /differ by (599\.9|600)/],
  ])("is %s when it is off by %d ms", async (state, byMs, found) => {
    const finding = await checkClock(db().database.read, clockOff(byMs));
    expect(finding).toMatchObject({ subject: "Clock", state });
    expect(finding.found).toMatch(found);
  });
});
