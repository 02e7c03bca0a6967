import { parseArgs } from "node:util";
import { startEmulator } from "./server";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "12111" },
    host: { type: "string", default: "127.0.0.1" },
    "webhook-url": { type: "string" },
    "host-name": { type: "string", multiple: true },
    state: { type: "string" },
  },
});

try {
  const emulator = await startEmulator({
    port: Number(values.port),
    host: values.host,
    webhookUrl: values["webhook-url"],
    hostNames: values["host-name"],
    // Not a flag: the command line of a process can be read by every user of the machine.
    webhookSecret: process.env.STRIPE_EMULATOR_WEBHOOK_SECRET || undefined,
    stateFile: values.state,
  });
  console.log(`Stripe emulator ready at ${emulator.url}`);
  const stop = () => void emulator.close().then(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
} catch (error) {
  const busy = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
  console.error(
    busy
      ? `Port ${values.port} is in use. Give another with --port (or STRIPE_EMULATOR_PORT).`
      : error,
  );
  process.exit(1);
}
