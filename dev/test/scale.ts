import { readVariables } from "@/env";

/** How much of a long suite is run: 1 in npm test, 10 (all of it) in npm run test:long. */
export const testScale = Number(readVariables().TEST_SCALE ?? 1);
