import { expect, it } from "vitest";
import { backups } from "@/db/schema";
import { useTestDatabase } from "@/dev/test/database";
import { newId } from "@/lib/shared/ids";
import { checkBackup } from "./backup";

const db = useTestDatabase();
const HOUR_MS = 3_600_000;

it("the doctor says when the last backup was made, and warns of none and of an old one", async () => {
  const now = new Date();
  const { read } = db().database;
  const check = () => checkBackup(read, now);
  const backUp = (hoursAgo: number) =>
    read.insert(backups).values({
      id: newId(),
      finishedAt: new Date(now.getTime() - hoursAgo * HOUR_MS),
      sizeBytes: 1,
    });
  expect(await check()).toMatchObject({ state: "warning", found: "none was made" });
  await backUp(49);
  expect(await check()).toMatchObject({ state: "warning" });
  await backUp(2);
  expect(await check()).toMatchObject({
    state: "fine",
    found: "the last one was made 2 hours ago",
  });
});
