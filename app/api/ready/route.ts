import { answerReady } from "@/lib/runtime/readiness";

/** Whether this process should be sent requests. */
export function GET(): Promise<Response> {
  return answerReady();
}
