import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ORIGIN } from "@/dev/test/kits/api/api";
import { ERRORS } from "@/lib/shared/errors";
import { describeApi, scopeOf } from "./openapi";
import { readReference } from "./reference";
import { errorsOf } from "./route";
import { routes } from "./routes";

const page = readFileSync(path.join(import.meta.dirname, "../../docs/api.md"), "utf8");

/** A line of the table in docs/api.md. */
function lineOf(route: (typeof routes)[number]): string {
  const scope = scopeOf(route);
  const access = scope
    ? `\`${scope}\`${"admin" in Object(route.auth) ? ", admins" : ""}`
    : String(route.auth);
  return `| \`${route.method} /api/v1${route.path}\` | ${access} | ${route.summary} |`;
}

describe("docs/api.md", () => {
  it("lists every route with its scope, in the order of the application, and no other", () => {
    const lines = page
      .split("\n")
      .filter((line) => /^\| `[A-Z]+ \/api\/v1/.test(line))
      .map((line) => line.replace(/ +/g, " "));
    expect(lines).toEqual(routes.map(lineOf));
  });
});

describe("the OpenAPI document", () => {
  const document = describeApi(ORIGIN);

  it("is of version 3.1 and names every route once", () => {
    expect(document.openapi).toBe("3.1.0");
    const operations = Object.values(document.paths ?? {}).flatMap((methods) =>
      Object.values(methods as Record<string, { operationId: string }>),
    );
    const ids = operations.map(({ operationId }) => operationId);
    expect([...ids].sort()).toEqual(routes.map(({ id }) => id).sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("names every status that a route may answer", () => {
    for (const route of routes) {
      const methods = document.paths?.[`/api/v1${route.path}`] as Record<
        string,
        { responses: Record<string, unknown> }
      >;
      const statuses = errorsOf(route).map((code) => String(ERRORS[code].status));
      const described = Object.keys(methods[route.method.toLowerCase()]?.responses ?? {});
      expect(described.sort()).toEqual([...new Set(["200", ...statuses])].sort());
    }
  });

  it("is what the reference page shows, fields and all", () => {
    const operations = readReference(ORIGIN).flatMap((tag) => tag.operations);
    expect(operations.map(({ id }) => id).sort()).toEqual(routes.map(({ id }) => id).sort());
    const purchase = operations.find(({ id }) => id === "startPurchase");
    expect(purchase?.body).toContainEqual(
      expect.objectContaining({ name: "package_code", type: "string", required: true }),
    );
    const packages = operations.find(({ id }) => id === "listPackages");
    expect(packages?.answer.map(({ name }) => name)).toContain("[].package_code");
  });
});
