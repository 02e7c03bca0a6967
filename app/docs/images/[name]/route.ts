import { readDocImage } from "@/lib/docs/read-docs";

/** A picture of the documentation. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ readonly name: string }> },
): Promise<Response> {
  const image = await readDocImage((await params).name);
  if (!image) return new Response("There is no such picture.", { status: 404 });
  return new Response(new Uint8Array(image), {
    headers: { "content-type": "image/png", "cache-control": "public, max-age=3600" },
  });
}
