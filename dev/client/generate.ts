/** npm run client:generate: writes the types of packages/client from the API's own description. */
import { writeFileSync } from "node:fs";
import { GENERATED_FILE, generateClient } from "./generated-file";

writeFileSync(GENERATED_FILE, generateClient());
