import type { MetadataRoute } from "next";

/** What a phone shows when the site is put on its home screen. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: "Ops-Center Credits",
    short_name: "Credits",
    description: "Prepaid credits: buy a pack, and spend it through the API.",
    start_url: "/admin/credits",
    display: "standalone",
    background_color: "#f9fafc",
    theme_color: "#4338ca",
    icons: [
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
    ],
  };
}
