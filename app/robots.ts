import type { MetadataRoute } from "next";

/** Only the public pages are for search engines; everything else needs a sign-in anyway. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: { userAgent: "*", allow: "/", disallow: ["/admin/", "/account", "/api/", "/dev/"] },
  };
}
