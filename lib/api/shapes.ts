import { z } from "zod";

/** A page by offset, as Ops-Center's clients ask for it. */
export const offsetPage = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
};

/** A moment, ISO 8601 in UTC. */
export const moment = z.iso.datetime();
