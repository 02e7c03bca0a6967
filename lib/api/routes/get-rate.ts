import { z } from "@hono/zod-openapi";
import { listVersions } from "@/lib/rates/list-rates";
import { noSuch } from "@/lib/shared/assert-id";
import { rateJson, rateParams, toRateJson } from "../rates";
import { defineRoute } from "../route";

const MAX_VERSIONS = 100;

export const getRate = defineRoute({
  id: "getRate",
  tag: "Rates",
  method: "GET",
  path: "/rates/{service}/{model}",
  summary: "The versions of a rate, newest first; entries name the version that priced them",
  auth: { scope: "credits:read" },
  idempotency: "none",
  params: rateParams,
  answer: z.object({ versions: z.array(rateJson) }),
  errors: ["not_found"],
  async handle({ runtime, params: { service, model } }) {
    const versions = await listVersions(runtime.database.read, service, model, MAX_VERSIONS);
    if (versions.length === 0) throw noSuch("rate");
    return { versions: versions.map(toRateJson) };
  },
});
