/**
 * `npm start`: the web processes and the worker; `npm run worker`: the worker alone.
 * Nothing that asks for the mode may be imported before it is set.
 */
import { becomeProduction } from "@/env/process";

becomeProduction();
const { startPrimary } = await import("./primary");
await startPrimary(process.argv.includes("--worker-only") ? ["worker"] : ["web", "worker"]);
