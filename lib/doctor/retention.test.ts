import { expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { applyRetention } from "@/lib/retention/apply-retention";
import { checkRetention } from "./retention";

const db = useTestDatabase();
const HOUR_MS = 3_600_000;
const SETTINGS = { eventPayloads: 90, deliveries: 180, mails: 0, reconciliations: 90 };

it("the doctor warns when old data isn't removed, and says what is kept for ever", async () => {
  const { read } = db().database;
  const now = new Date();
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * HOUR_MS);
  const check = () => checkRetention(read, SETTINGS, now);
  expect(await check()).toMatchObject({
    state: "warning",
    found: "has not yet run for all data",
  });
  await applyRetention(read, SETTINGS, { clock: () => hoursAgo(49) });
  expect(await check()).toMatchObject({ state: "warning", found: "last ran 49 hours ago" });
  await applyRetention(read, SETTINGS, { clock: () => hoursAgo(1) });
  expect(await check()).toEqual({
    subject: "Retention",
    state: "fine",
    found: "ran 1 hour ago; kept for ever: mails",
  });
});

it("the doctor warns when a single rule is behind the others", async () => {
  const { read } = db().database;
  const now = new Date();
  const at = (hours: number) => () => new Date(now.getTime() - hours * HOUR_MS);
  await applyRetention(read, { ...SETTINGS, mails: 365 }, { clock: at(72) });
  await applyRetention(read, SETTINGS, { clock: at(1) });
  expect(await checkRetention(read, { ...SETTINGS, mails: 365 }, now)).toMatchObject({
    state: "warning",
    found: "last ran 72 hours ago",
  });
});
