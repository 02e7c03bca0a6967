import { answerLive } from "@/lib/runtime/readiness";

/** Whether this process answers at all. */
export function GET(): Response {
  return answerLive();
}
