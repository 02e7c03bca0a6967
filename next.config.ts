import type { NextConfig } from "next";
import {
  API_HEADERS,
  COMMON_HEADERS,
  FILE_HEADERS,
  STRICT_TRANSPORT,
} from "./lib/access/security-headers";

// Only dev/up.ts sets these, for a second copy in one checkout: two can't share a build directory.
const { NEXT_DIST_DIR: distDir, NEXT_TSCONFIG: tsconfigPath } = process.env;

const listed = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([key, value]) => ({ key, value }));

const config: NextConfig = {
  poweredByHeader: false,
  typedRoutes: true,
  // The documentation is read when it is shown.
  outputFileTracingIncludes: { "/docs/**": ["./docs/*.md", "./docs/images/*.png"] },
  // A form of ours never comes near it.
  experimental: { serverActions: { bodySizeLimit: "64kb" } },
  // Pages get theirs from proxy.ts, which knows the nonce.
  headers: async () => [
    { source: "/(_next|api)/:path*", headers: listed({ ...COMMON_HEADERS, ...FILE_HEADERS }) },
    { source: "/favicon.ico", headers: listed({ ...COMMON_HEADERS, ...FILE_HEADERS }) },
    { source: "/api/:path*", headers: listed(API_HEADERS) },
    {
      source: "/(_next|api)/:path*",
      has: [{ type: "header", key: "x-forwarded-proto", value: "https" }],
      headers: [{ key: "strict-transport-security", value: STRICT_TRANSPORT }],
    },
  ],
  // Loaded by Node as they are: they find files or modules at run time, which a bundler can't follow.
  serverExternalPackages: [
    "@node-rs/argon2",
    "@react-email/components",
    "@react-pdf/renderer",
    "nodemailer",
    "pg-boss",
    "pino",
    "postgres",
    "rate-limiter-flexible",
  ],
  // Next adds its generated types to the tsconfig.json it is told of, so a copy brings its own.
  ...(distDir && { distDir, typescript: { tsconfigPath } }),
};

export default config;
