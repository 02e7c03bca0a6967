import { defineConfig } from "drizzle-kit";

// `npm run db:generate` compares the schema with the newest snapshot; it needs no database.
export default defineConfig({
  dialect: "postgresql",
  schema: "./db/schema/*.ts",
  out: "./db/migrations",
});
