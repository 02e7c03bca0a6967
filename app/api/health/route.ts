import { answerHealth } from "@/lib/runtime/readiness";

/** Kept from earlier releases: 200 while this process and its database answer. */
export function GET(): Promise<Response> {
  return answerHealth();
}

/** Reads the body and answers nothing: what a POST of Next costs without any work, to compare with. */
export async function POST(request: Request): Promise<Response> {
  await request.arrayBuffer();
  return new Response(null, { status: 204 });
}
