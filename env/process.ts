/**
 * What the server tells this process's environment, for libraries that read nothing else. Imports
 * nothing: it runs before any module that asks which mode this is.
 */

/** `npm start` is production, as with `next start`. */
export function becomeProduction(): void {
  Object.assign(process.env, { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
}

/**
 * next-auth looks for the address of this site nowhere else; without it sign-out, and sign-in with
 * a provider, lead to localhost:3000.
 */
export function tellAppUrl(appUrl: string): void {
  process.env.NEXTAUTH_URL = appUrl;
}

/**
 * Gives Next the configuration that it was built with, as its own standalone server does: without
 * it Next compiles next.config.ts at every start, which needs a compiler of 100 MB.
 * @param built the text of required-server-files.json
 */
export function tellNextConfig(built: string): void {
  const { config } = JSON.parse(built) as { config: unknown };
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);
}

/** Whether OpenTelemetry's own variables say where traces go. https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
export function wantsTraces(): boolean {
  const { env } = process;
  return (
    env.OTEL_SDK_DISABLED !== "true" &&
    Boolean(
      env.OTEL_EXPORTER_OTLP_ENDPOINT ||
        env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ||
        env.OTEL_TRACES_EXPORTER,
    )
  );
}
