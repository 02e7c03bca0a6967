import { ProductError } from "@/lib/shared/errors";
import { problemResponse } from "./problem";
import { requestIdOf } from "./request-id";
import type { Method } from "./route";

export type Handler = (request: Request) => Promise<Response>;

/**
 * One handler for its own method; the others answer 405. Errors become problem documents.
 * For route files of Next that stand outside the API's application.
 */
export function methods(
  allowed: Method,
  handle: (request: Request, requestId: string) => Promise<Response>,
): Record<Method, Handler> {
  const answer = async (request: Request): Promise<Response> => {
    const requestId = requestIdOf(request);
    try {
      if (request.method !== allowed) throw methodNotAllowed(request.method, allowed);
      return await handle(request, requestId);
    } catch (error) {
      const response = problemResponse(error, requestId);
      if (response.status === 405) response.headers.set("allow", allowed);
      return response;
    }
  };
  return { GET: answer, POST: answer, PUT: answer, PATCH: answer, DELETE: answer };
}

export function methodNotAllowed(method: string, allowed: string): ProductError {
  return new ProductError("method_not_allowed", { detail: `Use ${allowed} here, not ${method}.` });
}
