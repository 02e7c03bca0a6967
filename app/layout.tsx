import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import { WifiOff } from "lucide-react";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { OfflineNotice } from "@/components/offline-notice";
import { ThemeProvider } from "@/components/theme";
import { ViewerProvider } from "@/components/viewer";
import { currentViewer } from "./viewer";
import "./globals.css";

// Every page depends on who asks or on the environment: none can be made while building.
export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  title: { default: "Ops-Center Credits", template: "%s · Ops-Center Credits" },
  description: "Prepaid credits: buy a pack, and spend it through the API.",
  applicationName: "Ops-Center Credits",
  formatDetection: { telephone: false, date: false, address: false, email: false },
};

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
