import { z } from "zod";

/** The kinds of variables. An empty one counts as not set, since .env.example lists them all. */

export const optional = (schema: z.ZodString | z.ZodURL) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());
export const text = optional(z.string());
export const url = optional(z.url({ protocol: /^https?$/, error: "must be a full http(s) URL" }));
export const port = (fallback: number, lowest = 1) =>
  z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.coerce
      .number()
      .int()
      .min(lowest, `must be a port, ${lowest} to 65535`)
      .max(65535, `must be a port, ${lowest} to 65535`)
      .default(fallback),
  );
export const seconds = (fallback: number) =>
  z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.coerce.number().min(0).max(3600).default(fallback),
  );
export const count = (fallback: number) =>
  z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.coerce.number().int().min(1).default(fallback),
  );
/** How many a minute; 0 means no limit. */
export const limit = (fallback: number) =>
  z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.coerce.number().int().min(0).default(fallback),
  );
/** Zero keeps for ever. */
export const days = (fallback: number) =>
  z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.coerce.number().int().min(0).max(36_500).default(fallback),
  );
export const flag = (fallback: boolean) =>
  z.preprocess(
    (value) => (value === "" ? undefined : value),
    z
      .enum(["true", "false", "1", "0"])
      .default(fallback ? "true" : "false")
      .transform((value) => value === "true" || value === "1"),
  );

/** Origins such as https://app.example.com, separated by commas. */
export const origins = z
  .string()
  .default("")
  .transform((list) =>
    list
      .split(",")
      .map((origin) => origin.trim())
      .filter(Boolean),
  )
  .refine(
    (list) => list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
    "must be origins such as https://app.example.com, separated by commas",
  );
