import { readAccountRequest } from "@/lib/access/account-requests";
import { mailLink } from "@/lib/access/mail-links";
import { recordRefusedSignIn } from "@/lib/access/sign-in";
import { completeSignUp } from "@/lib/access/sign-up";
import type { JobData } from "@/lib/queue/queues";
import type { JobContext } from "./job-context";

/** Does what a stranger asked about an address, where the time it takes tells nobody anything. */
export async function handleAccountRequest(
  { database }: Pick<JobContext, "database">,
  { sealed }: JobData<"account-request">,
): Promise<void> {
  const request = readAccountRequest(sealed);
  switch (request.kind) {
    case "sign-up":
      return completeSignUp(database, request);
    case "sign-in-link":
    case "reset-password":
      return mailLink(database, request);
    case "refused-sign-in":
      return recordRefusedSignIn(database, request);
  }
}
