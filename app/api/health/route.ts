import { BODY_LIMIT_BYTES, readBody } from "@/lib/api/body";
import { problemResponse } from "@/lib/api/problem";
import { isHealthy } from "@/lib/runtime/health";
import { newId } from "@/lib/shared/ids";

/** For load balancers and compose: 200 while this process and its database answer. */
export async function GET(): Promise<Response> {
  const healthy = await isHealthy();
  return Response.json(
    { healthy },
    { status: healthy ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}

/** Reads the body and answers nothing: what a POST costs without any work, to compare others with. */
export async function POST(request: Request): Promise<Response> {
  try {
    await readBody(request, BODY_LIMIT_BYTES);
    return new Response(null, { status: 204 });
  } catch (error) {
    return problemResponse(error, newId());
  }
}
