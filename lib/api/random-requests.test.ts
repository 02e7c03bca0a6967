import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/dev/test/database";
import { makeUser, useAsAppDatabase } from "@/dev/test/kits/access/signed-in";
import { keyOf, ORIGIN, useApi } from "@/dev/test/kits/api/api";
import { fitting, hostile, type JsonSchema } from "@/dev/test/kits/api/arbitraries";
import { useStripe } from "@/dev/test/kits/billing/stripe";
import { testScale } from "@/dev/test/scale";
import { ALL_SCOPES, keyScopesOf } from "@/lib/access/scopes";
import { describeApi } from "./openapi";

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: JsonSchema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { schema: JsonSchema }>> }>
  >;
}

const db = useTestDatabase();
useAsAppDatabase(db);
useStripe();
const ask = useApi(db);

const document = JSON.parse(JSON.stringify(describeApi(ORIGIN))) as {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, JsonSchema> };
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
  ),
);
const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
ajv.addSchema({ $id: "api", ...document });

const known: Record<string, unknown[]> = {};
const setting = { schemas: document.components.schemas, known };
let callers: readonly Record<string, string>[] = [];

beforeAll(async () => {
  const [buyer, admin] = [await makeUser(db()), await makeUser(db(), "admin")];
  callers = [
    {},
    await keyOf(db(), buyer, keyScopesOf("buyer")),
    await keyOf(db(), admin, ALL_SCOPES, { account: "all" }),
  ];
  Object.assign(known, { package_code: ["starter", "pro"], external_id: ["known"] });
  Object.assign(known, { customer: ["known"], account: [buyer.accountId], user: [buyer.id] });
  await ask("PUT /customers/known", { headers: callers[2] ?? {}, body: {} });
});

/** A request to this operation: mostly as the document says, sometimes hostile in one place. */
function requestOf(call: string, { parameters = [], requestBody }: Operation) {
  const schema = requestBody?.content["application/json"]?.schema;
  const body = schema
    ? fc.oneof(
        { weight: 9, arbitrary: fitting(schema, setting) },
        { weight: 1, arbitrary: hostile },
      )
    : fc.constant(undefined);
  const values = fc.record(
    Object.fromEntries(
      parameters.map(({ name, schema: own }) => [name, fitting(own, setting, name)]),
    ),
    { requiredKeys: parameters.filter((one) => one.in === "path").map(({ name }) => name) },
  );
  return fc
    .record({ caller: fc.nat(2), body, values })
    .map(({ caller, body: sent, values: given }) => {
      const inPlace = (place: Parameter["in"]) =>
        parameters
          .filter((one) => one.in === place && one.name in given)
          .map(({ name }): [string, string] => [name, asText(given[name])]);
      const path = inPlace("path").reduce(
        (text, [name, value]) => text.replace(`{${name}}`, toPathPart(value)),
        call,
      );
      const query = new URLSearchParams(inPlace("query")).toString();
      const headers = Object.fromEntries(
        inPlace("header").map(([name, value]) => [name, value.replace(/[^\x20-\x7e]/g, "?")]),
      );
      return { caller, headers, body: sent, call: query ? `${path}?${query}` : path };
    });
}

/** Dots alone would mean another folder, and nothing another address. */
function toPathPart(value: string): string {
  return /^\.*$/.test(value) ? "%20" : encodeURIComponent(value);
}

/** Lone surrogates can't be written into an address. */
function asText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return Buffer.from(text, "utf8").toString("utf8");
}

describe("random requests made from the OpenAPI document", () => {
  it.each(operations)(
    "%s: no answer is a 5xx, and every one is as the document says",
    async (name, operation) => {
      const [method = "", path = ""] = name.split(" ");
      const call = `${method} ${path.replace("/api/v1", "")}`;
      await fc.assert(
        fc.asyncProperty(requestOf(call, operation), async (request) => {
          const answer = await ask(request.call, {
            headers: { ...request.headers, ...callers[request.caller] },
            ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
          });
          expect(answer.status).toBeLessThan(500);
          expect(Object.keys(operation.responses)).toContain(String(answer.status));
          const type = answer.headers.get("content-type")?.split(";")[0] ?? "";
          const pointer = [
            path,
            method.toLowerCase(),
            "responses",
            answer.status,
            "content",
            type,
            "schema",
          ];
          const escaped = pointer.map((part) =>
            String(part).replaceAll("~", "~0").replaceAll("/", "~1"),
          );
          const check = ajv.getSchema(`api#/paths/${escaped.map(encodeURIComponent).join("/")}`);
          expect(check, `${answer.status} ${type} is in the document`).toBeDefined();
          expect(check?.(answer.body), JSON.stringify(check?.errors)).toBe(true);
        }),
        { numRuns: 30 * testScale },
      );
    },
    60_000 * testScale,
  );
});
