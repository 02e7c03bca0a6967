import { OpenAPIHono, z } from "@hono/zod-openapi";
import { ERRORS, type ErrorCode } from "@/lib/shared/errors";
import { errorsOf, type Route } from "./route";
import { routes } from "./routes";
import { idempotencyKey } from "./shapes";

type PathConfig = Parameters<OpenAPIHono["openAPIRegistry"]["registerPath"]>[0];
type Responses = PathConfig["responses"];

const problem = z
  .looseObject({
    type: z.url(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
    detail: z.string(),
    request_id: z.string(),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .openapi({
        description: "Each faulty parameter, header or field, when the code is invalid_input.",
      }),
  })
  .openapi("Problem", { description: "An error, as RFC 9457 describes problem documents." });

const idempotencyHeader = idempotencyKey.openapi({
  description:
    "A value that you choose for this one request. Sent again with the same body it has no second effect and gets the same answer, with Idempotency-Replayed: true.",
});

const HEADERS = {
  none: undefined,
  optional: z.object({ "Idempotency-Key": idempotencyHeader.optional() }),
  required: z.object({ "Idempotency-Key": idempotencyHeader }),
};

/**
 * The API as an OpenAPI 3.1 document, made of the same declarations that check its requests.
 * @param appUrl the public address of this installation
 */
export function describeApi(appUrl: string) {
  const api = new OpenAPIHono();
  api.openAPIRegistry.registerComponent("securitySchemes", "key", {
    type: "http",
    scheme: "bearer",
    description: "An API key, occ_…, from your account page or npm run key:create.",
  });
  for (const route of routes) api.openAPIRegistry.registerPath(describeRoute(route));
  return api.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Ops-Center Credits",
      version: "1.0.0",
      description:
        "Buy, hold and spend prepaid credits. Amounts are decimal strings with at most six decimals. Errors are problem documents.",
    },
    servers: [{ url: appUrl }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
  });
}

/** The scope that a route asks for; undefined for one that asks for none. */
export function scopeOf({ auth }: Route): string | undefined {
  if (auth === "public" || auth === "any") return undefined;
  return "scope" in auth ? auth.scope : auth.admin;
}

function describeRoute(route: Route): PathConfig {
  const scope = scopeOf(route);
  const access =
    scope && `Needs the scope ${scope}${"admin" in Object(route.auth) ? " of an admin" : ""}.`;
  return {
    operationId: route.id,
    method: route.method.toLowerCase() as PathConfig["method"],
    path: `/api/v1${route.path}`,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, access].filter(Boolean).join(" "),
    security: route.auth === "public" ? [] : [{ key: [] }],
    request: {
      ...(route.params && { params: route.params }),
      ...(route.query && { query: route.query }),
      ...(HEADERS[route.idempotency] && { headers: HEADERS[route.idempotency] }),
      ...(route.body && {
        body: { required: true, content: { "application/json": { schema: route.body } } },
      }),
    },
    responses: describeResponses(route),
  };
}

function describeResponses(route: Route): Responses {
  const titles = new Map<number, string[]>();
  for (const code of errorsOf(route)) {
    const { status, title } = ERRORS[code];
    titles.set(status, [...(titles.get(status) ?? []), `${title} (${code})`]);
  }
  const problems = [...titles].map(([status, names]) => {
    const content = { "application/problem+json": { schema: problem } };
    return [status, { description: names.join(", or: "), content }] as const;
  });
  return {
    200: { description: "Done", content: { "application/json": { schema: route.answer } } },
    ...Object.fromEntries(problems),
  };
}
