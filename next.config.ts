import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  typedRoutes: true,
  serverExternalPackages: ["@node-rs/argon2", "pg-boss", "pino", "postgres"],
};

export default config;
