import type { NextConfig } from "next";

// Only dev/up.ts sets these, for a second copy in one checkout: two can't share a build directory.
const { NEXT_DIST_DIR: distDir, NEXT_TSCONFIG: tsconfigPath } = process.env;

const config: NextConfig = {
  poweredByHeader: false,
  typedRoutes: true,
  // Loaded by Node as they are: they find files or modules at run time, which a bundler can't follow.
  serverExternalPackages: [
    "@node-rs/argon2",
    "@react-email/components",
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
