import { env } from "./env";
import { tellAppUrl } from "./env/process";
import { announceStripe } from "./lib/runtime/announce-stripe";
import { describeFaults } from "./lib/runtime/describe-faults";
import { startDevelopmentServices } from "./lib/runtime/development";
import { announceOnce } from "./lib/runtime/lifecycle";

/**
 * Checks what a server needs before its first request. A fault in the settings stops the start
 * here, with every fault named. In production server/ has done it already, and jobs have a process
 * of their own; in development this process does all.
 */
export async function startServer(): Promise<void> {
  try {
    const settings = env();
    tellAppUrl(settings.web.appUrl);
    if (announceOnce()) announceStripe(settings.stripe);
    if (!settings.production) await startDevelopmentServices(settings);
  } catch (error) {
    console.error(describeFaults(error));
    process.exit(1);
  }
}
