import { database } from "@/lib/runtime/database";
import { findBrandImage } from "@/lib/settings/brand-images";
import { imageResponse } from "./image-response";

/** The shop's logo, for pages and mails. Its address names its content, so it may be kept. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ readonly digest: string }> },
): Promise<Response> {
  return imageResponse(await findBrandImage(database().read, (await params).digest));
}
