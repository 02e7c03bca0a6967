import { COMMON_HEADERS, FILE_HEADERS } from "@/lib/access/security-headers";
import type { BrandImage } from "@/lib/settings/brand-images";

/** A logo as nothing but an image of its own kind; 404 where there is none. */
export function imageResponse(image: BrandImage | undefined): Response {
  const headers = { ...COMMON_HEADERS, ...FILE_HEADERS };
  if (!image) return new Response("There is no such image.", { status: 404, headers });
  return new Response(new Uint8Array(image.data), {
    headers: {
      ...headers,
      "content-type": image.contentType,
      // Mail programs show it within pages of other origins.
      "cross-origin-resource-policy": "cross-origin",
      "cache-control": "public, max-age=31536000, immutable",
    },
  });
}
