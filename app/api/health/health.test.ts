import { expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { useAsAppDatabase } from "@/dev/test/kits/access/signed-in";
import { GET } from "./route";

const db = useTestDatabase();
useAsAppDatabase(db);

it("health tells that the database answers", async () => {
  expect((await GET()).status).toBe(200);
});
