import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { metrics } from "@/lib/shared/metrics";
import { projectRoot } from "../services";

const read = (file: string) => readFileSync(path.join(projectRoot, file), "utf8");

/** Registered by the worker and by the primary process; the server's own test reads them. */
const ELSEWHERE = [
  ...["credits_processes", "credits_queue_jobs", "credits_dead_jobs", "credits_events_attention"],
  ...["credits_reconcile_age_seconds", "credits_backup_age_seconds"],
  ...["credits_seal_age_seconds", "credits_holds_open"],
];

it("every alert has a section in docs/operations.md that says what to do", () => {
  const names = [...read("docs/operations/alerts.yaml").matchAll(/- alert: (\w+)/g)].map(
    ([, name]) => name,
  );
  const sections = [...read("docs/operations.md").matchAll(/^### (Credits\w+)$/gm)].map(
    ([, name]) => name,
  );
  expect(names.length).toBeGreaterThan(8);
  expect(sections).toEqual(names);
});

it.each(["docs/operations/alerts.yaml", "docs/operations/dashboard.json"])(
  "%s asks for metrics that exist",
  async (file) => {
    const registered = (await metrics().registry.getMetricsAsJSON()).map(({ name }) => name);
    const known = [...registered, ...ELSEWHERE];
    const used = [...read(file).matchAll(/\bcredits_\w+/g)].map(([name]) =>
      name.replace(/_(bucket|count|sum)$/, ""),
    );
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
  },
);
