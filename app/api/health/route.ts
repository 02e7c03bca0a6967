import { BODY_LIMIT_BYTES, readBody } from "@/lib/api/body";
import { problemResponse } from "@/lib/api/problem";
import { answerHealth } from "@/lib/runtime/readiness";
import { newId } from "@/lib/shared/ids";

/** Kept from earlier releases: 200 while this process and its database answer. */
export function GET(): Promise<Response> {
  return answerHealth();
}

/** Reads the body and answers nothing: what a POST of Next costs without any work, to compare with. */
export async function POST(request: Request): Promise<Response> {
  try {
    await readBody(request, BODY_LIMIT_BYTES);
    return new Response(null, { status: 204 });
  } catch (error) {
    return problemResponse(error, newId());
  }
}
