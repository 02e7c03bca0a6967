import { beforeAll, beforeEach } from "vitest";
import type { TestDatabase } from "@/dev/test/database";
import { makeUser } from "@/dev/test/kits/access/signed-in";
import { createTestApp, keyOf, ORIGIN } from "@/dev/test/kits/api/api";
import { givenCredits } from "@/dev/test/kits/api/credits";
import type { Scope } from "@/lib/access/scopes";
import { createClient } from "@/packages/client";
import { createNetwork, type NetworkFault } from "./network";

/**
 * For each test of a file: a customer with 100 credits, and clients of their key.
 * @param scopes what the key may do
 */
export function useClientStage(db: () => TestDatabase, scopes: readonly Scope[]) {
  let app: ReturnType<typeof createTestApp>;
  let apiKey: string;
  let account: string;
  beforeAll(() => {
    app = createTestApp(db());
  });
  beforeEach(async () => {
    const user = await makeUser(db(), "buyer");
    const headers = await keyOf(db(), user, scopes);
    apiKey = headers.authorization.replace("Bearer ", "");
    account = user.accountId;
    await givenCredits(db(), account, 100);
  });
  /** A client through a network that does as it is told, and the requests that were sent. */
  function clientThrough(...faults: NetworkFault[]) {
    const network = createNetwork((request) => app.fetch(request), faults);
    const client = createClient({ baseUrl: ORIGIN, apiKey, fetch: network.fetch });
    return { client, sent: network.sent };
  }
  return {
    clientThrough,
    accountId: () => account,
    balance: () => clientThrough().client.getBalance(),
  };
}
