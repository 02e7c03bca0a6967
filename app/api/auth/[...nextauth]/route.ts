import { NextRequest } from "next/server";
import { handleAuth } from "@/lib/access/auth-handler";
import { guardBody } from "@/lib/api/body";
import { problemResponse } from "@/lib/api/problem";
import { newId } from "@/lib/shared/ids";

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth behind the limits that every route has. */
async function handler(request: NextRequest, { params }: Context): Promise<Response> {
  try {
    const { nextauth } = await params;
    const guarded = new NextRequest(await guardBody(request), { nextConfig: {} });
    return await handleAuth(guarded, nextauth);
  } catch (error) {
    return problemResponse(error, newId());
  }
}

export {
  handler as GET,
  handler as POST,
  handler as PUT,
  handler as PATCH,
  handler as DELETE,
  handler as OPTIONS,
};
