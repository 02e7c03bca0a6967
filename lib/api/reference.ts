import { describeApi } from "./openapi";

/** A JSON schema, as far as the reference shows it. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A parameter or field, as a row of a table. */
export interface FieldRow {
  /** With dots for fields of fields, and [] for lists. */
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly note: string;
}

export interface OperationReference {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly FieldRow[];
  readonly body: readonly FieldRow[];
  readonly answer: readonly FieldRow[];
  readonly statuses: readonly { readonly status: string; readonly description: string }[];
}

export interface TagReference {
  readonly tag: string;
  readonly operations: readonly OperationReference[];
}

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { description: string; content?: Readonly<Record<string, { schema: Schema }>> }>
  >;
}

interface Document {
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** The OpenAPI document as the reference page shows it: by tag, with fields as rows. */
export function readReference(appUrl: string): TagReference[] {
  const document = describeApi(appUrl) as unknown as Document;
  const schemas = document.components?.schemas ?? {};
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      tag: operation.tags[0],
      reference: readOperation(method.toUpperCase(), path, operation, schemas),
    })),
  );
  return document.tags.map(({ name }) => ({
    tag: name,
    operations: operations.filter(({ tag }) => tag === name).map(({ reference }) => reference),
  }));
}

function readOperation(
  method: string,
  path: string,
  operation: Operation,
  schemas: Readonly<Record<string, Schema>>,
): OperationReference {
  const rows = (schema: Schema | undefined) => (schema ? listFields(schema, schemas) : []);
  const answer = operation.responses["200"]?.content?.["application/json"]?.schema;
  return {
    ...{ id: operation.operationId, method, path, summary: operation.summary },
    description: operation.description ?? "",
    parameters: (operation.parameters ?? []).map((parameter) => ({
      name: parameter.name,
      type: `${describeType(parameter.schema, schemas)}, ${parameter.in}`,
      required: parameter.required === true,
      note: describeNote({ description: parameter.description, ...parameter.schema }),
    })),
    body: rows(operation.requestBody?.content["application/json"]?.schema),
    answer: rows(answer),
    statuses: Object.entries(operation.responses)
      .filter(([status]) => status !== "200")
      .map(([status, { description }]) => ({ status, description })),
  };
}

function listFields(
  given: Schema,
  schemas: Readonly<Record<string, Schema>>,
  prefix = "",
): FieldRow[] {
  const schema = resolve(given, schemas);
  if (schema.items) return listFields(schema.items, schemas, `${prefix}[]`);
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const field = resolve(value, schemas);
    const name = prefix ? `${prefix}.${key}` : key;
    const row: FieldRow = {
      name,
      type: describeType(field, schemas),
      required: schema.required?.includes(key) === true,
      note: describeNote(field),
    };
    const inner = field.properties || field.items ? listFields(field, schemas, name) : [];
    return [row, ...inner];
  });
}

/** A schema with its reference followed, its parts joined, and null left to `describeType`. */
function resolve(schema: Schema, schemas: Readonly<Record<string, Schema>>): Schema {
  const name = schema.$ref?.split("/").at(-1);
  const target = name ? (schemas[name] ?? {}) : schema;
  const parts = (target.allOf ?? []).map((part) => resolve(part, schemas));
  const properties = Object.assign({}, ...parts.map((part) => part.properties), target.properties);
  const required = [...parts.flatMap((part) => part.required ?? []), ...(target.required ?? [])];
  return Object.keys(properties).length > 0 ? { ...target, properties, required } : target;
}

function describeType(schema: Schema, schemas: Readonly<Record<string, Schema>>): string {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices)
    return choices.map((one) => describeType(resolve(one, schemas), schemas)).join(" or ");
  if (schema.enum) return schema.enum.map(String).join(" | ");
  if (schema.items) return `list of ${describeType(resolve(schema.items, schemas), schemas)}`;
  const types = [schema.type ?? "any"].flat().join(" or ");
  return schema.format ? `${types} (${schema.format})` : types;
}

function describeNote(schema: Schema): string {
  const range =
    schema.minimum !== undefined && schema.maximum !== undefined
      ? `${schema.minimum} to ${schema.maximum}.`
      : "";
  const fallback = schema.default === undefined ? "" : `Default: ${String(schema.default)}.`;
  return [schema.description, range, fallback].filter(Boolean).join(" ");
}
