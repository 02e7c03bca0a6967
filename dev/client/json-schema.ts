/** The parts of JSON Schema that zod writes into the OpenAPI document. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly description?: string;
}

/** The TypeScript type of what a schema describes. */
export function toTypeScript(schema: JsonSchema): string {
  if (schema.$ref) return schema.$ref.replace("#/components/schemas/", "");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return unite(several.map(toTypeScript), " | ");
  if (schema.allOf) return unite(schema.allOf.map(toTypeScript), " & ");
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return unite(
    types.map((type) => toSimpleType(type, schema)),
    " | ",
  );
}

function unite(types: readonly string[], by: string): string {
  const unique = [...new Set(types)];
  return unique.length === 1 ? (unique[0] ?? "unknown") : `(${unique.join(by)})`;
}

function toSimpleType(type: string | undefined, schema: JsonSchema): string {
  switch (type) {
    case "string":
    case "boolean":
    case "null":
      return type;
    case "number":
    case "integer":
      return "number";
    case "array":
      return `readonly (${toTypeScript(schema.items ?? {})})[]`;
    case "object":
      return toObjectType(schema);
    default:
      return "unknown";
  }
}

function toObjectType({ properties, required = [], additionalProperties }: JsonSchema): string {
  const others =
    typeof additionalProperties === "object" ? toTypeScript(additionalProperties) : undefined;
  if (!properties) return `Readonly<Record<string, ${others ?? "unknown"}>>`;
  const members = Object.entries(properties).map(([name, schema]) => {
    const comment = schema.description ? `/** ${toComment(schema.description)} */\n` : "";
    const mark = required.includes(name) ? "" : "?";
    return `${comment}readonly ${quote(name)}${mark}: ${toTypeScript(schema)};`;
  });
  const rest = others === undefined ? "" : ` readonly [name: string]: ${others};`;
  return `{\n${members.join("\n")}${rest} }`;
}

/** A property's name, in quotes where it isn't an identifier. */
export function quote(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

/** A text that can't end the comment it stands in. */
export function toComment(text: string): string {
  return text.replaceAll("*/", "*\\/").replaceAll("\n", " ");
}
