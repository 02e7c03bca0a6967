import { createApiApp } from "@/lib/api/app";
import { apiRuntime } from "@/lib/runtime/api-runtime";

let app: ReturnType<typeof createApiApp> | undefined;

/** Made at the first request: the environment isn't there yet while Next builds. */
function handle(request: Request): Response | Promise<Response> {
  app ??= createApiApp(apiRuntime());
  return app.fetch(request);
}

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
