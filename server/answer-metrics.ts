import { countNodeItself, type MetricObject, metrics } from "@/lib/shared/metrics";
import { onPrimaryMessage, tellPrimary } from "./messages";

/** Counts what Node knows of this process, and gives its metrics to the primary when it asks. */
export function answerMetrics(): void {
  countNodeItself();
  onPrimaryMessage((message) => {
    if (message.ask !== "metrics") return;
    void metrics()
      .registry.getMetricsAsJSON()
      .then((read) =>
        tellPrimary({ kind: "metrics", id: message.id, metrics: read as MetricObject[] }),
      );
  });
}
