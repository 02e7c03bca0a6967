import { currentUser } from "@/lib/access";
import { methods } from "@/lib/api/methods";
import { readReturnStatus } from "@/lib/checkout/return-status";
import { database } from "@/lib/runtime/database";
import { ProductError } from "@/lib/shared/errors";
import { readAddress } from "@/lib/shared/query";

/** What the return page asks again and again while a payment is under way. */
export const { GET } = methods("GET", async (request) => {
  const user = await currentUser();
  if (!user) throw new ProductError("unauthenticated", { detail: "Sign in again." });
  const { session_id: sessionId = "" } = readAddress(request.url, "session_id");
  const status = await readReturnStatus(database(), user.accountId, sessionId);
  if (!status) throw new ProductError("not_found", { detail: "There is no such checkout here." });
  return Response.json(status, { headers: { "cache-control": "no-store" } });
});
