"use server";

import { headers } from "next/headers";
import { assertSameOrigin } from "@/lib/access";
import { challengePasskey } from "@/lib/access/passkeys";

/** A challenge for a passkey of this site: it works once, for five minutes. */
export async function challengePasskeyAction(): Promise<unknown> {
  assertSameOrigin((await headers()).get("origin"));
  return challengePasskey();
}
