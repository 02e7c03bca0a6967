import fc from "fast-check";

/** A JSON schema, as far as the API's document uses the language. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** What often breaks programs: numbers at the edge, NUL, other types, names of prototypes. */
export const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    ...[0, -1, 1.5, 1e308, 2 ** 53 + 1, "0", "-1", "NaN", "1e5", "0.0000001", "", "\0", " "],
    ...["\u202e", "9".repeat(400), "x".repeat(5_000), null, true, [], {}, [[]], "__proto__"],
    ...["' or 1=1", "../..", "%00", "%ff", "2026-02-30", "\ud800"],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

interface Setting {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** Values that exist, by the name of the field or parameter. */
  readonly known: Readonly<Record<string, readonly unknown[]>>;
}

/** Values that mostly fit a schema; where they don't, they are hostile. */
export function fitting(schema: JsonSchema, setting: Setting, name = ""): fc.Arbitrary<unknown> {
  const known = setting.known[name] ?? [];
  return fc.oneof(
    { weight: 12, arbitrary: exactly(schema, setting) },
    { weight: known.length > 0 ? 24 : 0, arbitrary: fc.constantFrom(...known, "") },
    { weight: 1, arbitrary: hostile },
  );
}

function exactly(schema: JsonSchema, setting: Setting): fc.Arbitrary<unknown> {
  const target = schema.$ref && setting.schemas[schema.$ref.split("/").at(-1) ?? ""];
  if (target) return exactly(target, setting);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => exactly(choice, setting)));
  const types = [schema.type ?? []].flat();
  if (types.length > 1) {
    return fc.oneof(...types.map((type) => exactly({ ...schema, type }, setting)));
  }
  switch (types[0]) {
    case "string":
      return text(schema);
    case "integer":
      return fc.integer({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1_000_000 });
    case "number":
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(fitting(schema.items ?? {}, setting), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, 4),
      });
    case "object":
      return object(schema, setting);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function text({ format, pattern, minLength = 0, maxLength = 30 }: JsonSchema) {
  if (format === "uuid") return fc.uuid();
  if (format === "email") return fc.emailAddress();
  if (format === "uri") return fc.webUrl();
  if (format === "date-time") {
    return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  }
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 30) });
}

function object(schema: JsonSchema, setting: Setting): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, field]) => [name, fitting(field, setting, name)] as const,
  );
  const further = schema.additionalProperties;
  const named = fc.record(Object.fromEntries(fields), {
    requiredKeys: [...(schema.required ?? [])],
  });
  if (typeof further !== "object") return named;
  const others = fc.dictionary(fc.string({ maxLength: 12 }), fitting(further, setting), {
    maxKeys: 3,
  });
  return fc.tuple(named, others).map(([own, more]) => ({ ...more, ...Object(own) }));
}
