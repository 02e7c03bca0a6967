import { FILE_HEADERS } from "@/lib/access/security-headers";
import { database } from "@/lib/runtime/database";
import { findBrandImage } from "@/lib/settings/brand-images";

/** The shop's logo, for pages and mails. Its address names its content, so it may be kept. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ readonly digest: string }> },
): Promise<Response> {
  const image = await findBrandImage(database().read, (await params).digest);
  if (!image) return new Response("There is no such image.", { status: 404 });
  return new Response(new Uint8Array(image.data), {
    headers: {
      ...FILE_HEADERS,
      "content-type": image.contentType,
      "x-content-type-options": "nosniff",
      // Mail programs show it within pages of other origins.
      "cross-origin-resource-policy": "cross-origin",
      "cache-control": "public, max-age=31536000, immutable",
    },
  });
}
