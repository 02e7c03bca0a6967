import type { z } from "zod";
import { ProductError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { BODY_LIMIT_BYTES } from "./body";
import type { Route } from "./route";
import { idempotencyKey as idempotencyKeySchema } from "./shapes";

/** Reads a request's body, whole, up to a limit. */
export type ReadBytes = (limitBytes: number) => Promise<Buffer>;

/** What a request says, checked against its route's schemas. */
export interface Input {
  readonly params: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  readonly body: unknown;
  readonly idempotencyKey: string;
}

/**
 * Reads and checks a request.
 * @param params the parts of the path that the route's braces stand for
 * @throws ProductError invalid_input naming each faulty field; unsupported_media_type,
 *   payload_too_large, request_timeout
 */
export async function readInput(
  request: Request,
  params: Record<string, string>,
  route: Route,
  readBytes: ReadBytes,
): Promise<Input> {
  return {
    params: route.params ? check(route.params, params, "path parameter") : {},
    query: route.query ? check(route.query, readQuery(request), "query parameter") : {},
    idempotencyKey: readIdempotencyKey(request, route),
    body: route.body ? await readJson(request, route, route.body, readBytes) : undefined,
  };
}

function readQuery(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.url).searchParams);
}

function readIdempotencyKey(request: Request, { idempotency }: Route): string {
  const key = request.headers.get("idempotency-key");
  if (idempotency === "none") return "";
  if (idempotency === "optional" && key === null) return newId();
  if (key !== null && idempotencyKeySchema.safeParse(key).success) return key;
  const message =
    "Send a value that you choose for this one request: 1 to 255 ASCII characters, no spaces.";
  throw invalid(`The header Idempotency-Key: ${message}`, [{ field: "Idempotency-Key", message }]);
}

async function readJson<Schema extends z.ZodType>(
  request: Request,
  { bodyLimitBytes = BODY_LIMIT_BYTES }: Route,
  schema: Schema,
  readBytes: ReadBytes,
): Promise<z.output<Schema>> {
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new ProductError("unsupported_media_type", {
      detail: "Send JSON, with Content-Type: application/json.",
    });
  }
  const bytes = await readBytes(bodyLimitBytes);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new ProductError("invalid_input", { detail: "The body isn't valid JSON.", cause: error });
  }
  return check(schema, value, "field");
}

function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const withNul = findNul(value);
  if (withNul !== undefined) {
    const message = "Remove the NUL character.";
    throw invalid(`The ${what} ${withNul}: ${message}`, [{ field: withNul, message }]);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({
    field: issue.path.join("."),
    message: issue.message,
  }));
  const sentences = errors.map(({ field, message }) =>
    field ? `The ${what} ${field}: ${message}` : message,
  );
  throw invalid(sentences.join(" "), errors);
}

/** Where a text holds NUL, which PostgreSQL stores in no text: the field's name, if any does. */
function findNul(value: unknown, path = ""): string | undefined {
  if (typeof value === "string") return value.includes("\0") ? path : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const field = path ? `${path}.${name.replaceAll("\0", "")}` : name.replaceAll("\0", "");
    if (name.includes("\0")) return field;
    const found = findNul(inner, field);
    if (found !== undefined) return found;
  }
  return undefined;
}

function invalid(detail: string, errors: { field: string; message: string }[]): ProductError {
  return new ProductError("invalid_input", { detail, extra: { errors } });
}
