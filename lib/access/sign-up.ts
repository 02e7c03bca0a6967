import { headers } from "next/headers";
import { database } from "@/db/client";
import { env } from "@/env";
import { ProductError } from "@/lib/shared/errors";
import { assertSameOrigin, clientIp } from "./origin";
import { countTry } from "./throttle";
import { createUser, type User } from "./users";

/**
 * Lets somebody create an account with e-mail and password.
 * @throws ProductError forbidden (closed, or another origin), rate_limited, invalid_input, conflict
 */
export async function signUp(given: {
  email: string;
  name: string;
  password: string;
}): Promise<User> {
  const sent = await headers();
  assertSameOrigin(sent.get("origin"));
  if (!env().signIn.signUpOpen) {
    throw new ProductError("forbidden", {
      detail: "Sign-up is closed. Ask an admin for an account.",
    });
  }
  await countTry(database(), "sign_up_ip", clientIp(sent));
  return createUser(database(), { ...given, role: "buyer" });
}
