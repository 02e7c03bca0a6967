import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import { WifiOff } from "lucide-react";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { OfflineNotice } from "@/components/offline-notice";
import { ThemeProvider } from "@/components/theme";
import { ViewerProvider } from "@/components/viewer";
import { database } from "@/lib/runtime/database";
import { readSetting } from "@/lib/settings/settings";
import { type Brand, DEFAULT_BRAND } from "@/lib/shared/brand";
import { BrandStyle } from "./brand-style";
import { currentViewer } from "./viewer";
import "./globals.css";

// Every page depends on who asks or on the environment: none can be made while building.
export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const { name } = await currentBrand();
  return {
    title: { default: name, template: `%s · ${name.replaceAll("%", "")}` },
    description: "Prepaid credits: buy a pack, and spend it through the API.",
    applicationName: name,
    formatDetection: { telephone: false, date: false, address: false, email: false },
  };
}

/** While the database can't be asked, the error page is still to be shown, in the default colors. */
async function currentBrand(): Promise<Brand> {
  return readSetting(database().read, "brand").catch(() => DEFAULT_BRAND);
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f9fafc" },
    { media: "(prefers-color-scheme: dark)", color: "#10131a" },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    // The theme's class is set before React starts, so that nothing flashes.
    <html
      lang="en"
      suppressHydrationWarning
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body className="min-h-dvh">
        <BrandStyle brand={await currentBrand()} />
        <ThemeProvider nonce={nonce}>
          <ViewerProvider viewer={await currentViewer()}>
            {children}
            <OfflineNotice icon={<WifiOff aria-hidden className="size-4 shrink-0" />} />
          </ViewerProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
