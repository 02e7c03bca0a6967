import qs from "qs";
import { invalid } from "./stripe-error";

export type Params = Record<string, unknown>;

/** Reads a form body or a query as Stripe does: `a[b][0]=c`. */
export function parseParams(text: string): Params {
  return qs.parse(text, { depth: 20, arrayLimit: 100, parameterLimit: 5000 }) as Params;
}

/** Refuses what a route doesn't know, as Stripe does. `expand` is known everywhere. */
export function assertKnown(params: Params, known: readonly string[]): void {
  for (const name of Object.keys(params)) {
    if (name !== "expand" && !known.includes(name)) {
      throw invalid(`Received unknown parameter: ${name}`, name, "parameter_unknown");
    }
  }
}

export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  if (value === undefined || value === "") return undefined;
  if (typeof value !== "string") throw invalid(`Invalid string: ${name}`, name);
  return value;
}

export function required(params: Params, name: string): string {
  const value = text(params, name);
  if (value === undefined) {
    throw invalid(`Missing required param: ${name}.`, name, "parameter_missing");
  }
  return value;
}

export function integer(params: Params, name: string): number | undefined {
  const value = text(params, name);
  if (value === undefined) return undefined;
  if (!/^-?\d{1,15}$/.test(value))
    throw invalid(`Invalid integer: ${value}`, name, "parameter_invalid_integer");
  return Number(value);
}

export function flag(params: Params, name: string): boolean | undefined {
  const value = text(params, name);
  if (value === undefined) return undefined;
  if (value !== "true" && value !== "false") throw invalid(`Invalid boolean: ${value}`, name);
  return value === "true";
}

export function record(params: Params, name: string): Params {
  const value = params[name];
  if (value === undefined || value === "") return {};
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid("Invalid object", name);
  return value as Params;
}

export function list(params: Params, name: string): unknown[] {
  const value = params[name];
  if (value === undefined || value === "") return [];
  return Array.isArray(value) ? value : Object.values(value as object);
}

/** Metadata after a change: keys are merged, and an empty text takes a key, or all, away. */
export function changeMetadata(
  current: Readonly<Record<string, string>>,
  params: Params,
): Record<string, string> {
  if (params.metadata === "") return {};
  const merged = { ...current, ...metadata(params) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""));
}

export function metadata(params: Params, name = "metadata"): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record(params, name)).map(([key, value]) => [key, String(value)]),
  );
}
