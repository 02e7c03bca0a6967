import { cookies, headers } from "next/headers";
import { cache } from "react";
import { readViewer, TIME_ZONE_COOKIE, type Viewer } from "@/lib/shared/viewer";

/** How the reader of this request writes numbers and dates: Accept-Language, and the zone's cookie. */
export const currentViewer = cache(async (): Promise<Viewer> => {
  const [head, jar] = await Promise.all([headers(), cookies()]);
  return readViewer(head.get("accept-language"), jar.get(TIME_ZONE_COOKIE)?.value);
});
