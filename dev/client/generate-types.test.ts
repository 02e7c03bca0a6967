import { describe, expect, it } from "vitest";
import { generateTypes } from "./generate-types";
import { type JsonSchema, toTypeScript } from "./json-schema";

describe("the type of a schema", () => {
  it.each<[string, JsonSchema, string]>([
    ["a text or nothing", { type: ["string", "null"] }, "(string | null)"],
    ["a whole number", { type: "integer" }, "number"],
    ["one of a few words", { enum: ["refuse", "owe"] }, '"refuse" | "owe"'],
    ["a fixed word", { const: "open" }, '"open"'],
    ["another schema", { $ref: "#/components/schemas/Hold" }, "Hold"],
    ["one of several", { oneOf: [{ type: "string" }, { type: "number" }] }, "(string | number)"],
    ["all of several", { allOf: [{ $ref: "#/components/schemas/A" }, {}] }, "(A & unknown)"],
    ["a list", { type: "array", items: { type: "string" } }, "readonly (string)[]"],
    [
      "texts by name",
      { type: "object", additionalProperties: { type: "string" } },
      "Readonly<Record<string, string>>",
    ],
    [
      "an object, with what may be left away",
      { type: "object", properties: { a: { type: "string" }, "b-c": {} }, required: ["a"] },
      '{\nreadonly a: string;\nreadonly "b-c"?: unknown; }',
    ],
    ["whatever nobody described", {}, "unknown"],
  ])("%s", (_what, schema, type) => {
    expect(toTypeScript(schema)).toBe(type);
  });

  it("a description can't end its comment and become code", () => {
    const schema = {
      type: "object",
      properties: { a: { type: "string", description: "*/ x(); /*" } },
    };
    expect(toTypeScript(schema)).not.toContain("*/ x()");
  });
});

describe("an operation", () => {
  const operation = (name: string) => ({
    paths: {
      "/api/v1/holds/{id}/capture": {
        post: {
          operationId: "captureHold",
          parameters: [
            { name: "id", in: "path", required: true, schema: { type: "string" } },
            { name: "Idempotency-Key", in: "header", required: true, schema: { type: "string" } },
            { name: "trace", in: "query", schema: { type: "string" } },
          ],
          requestBody: {
            content: {
              "application/json": {
                schema: { type: "object", properties: { [name]: { type: "string" } } },
              },
            },
          },
          responses: { "200": {}, "404": {} },
        },
      },
    },
  });

  it("takes path, query and body as one object, and knows where each belongs", () => {
    const types = generateTypes(operation("amount"));
    expect(types).toContain("readonly id: string;\nreadonly trace?: string;");
    expect(types).toContain("& {\nreadonly amount?: string; }");
    expect(types).toContain('"query":["trace"],"hasBody":true,"idempotent":true');
  });

  it("with one name for two things can't be generated", () => {
    expect(() => generateTypes(operation("id"))).toThrow("captureHold has id both");
  });
});
