/** Told apart in both themes, and by readers who see red and green alike. */
const COLORS = [
  "var(--chart-1)",
  "var(--chart-2)",
  "var(--chart-3)",
  "var(--chart-4)",
  "var(--chart-5)",
  "var(--chart-6)",
] as const;

/** The color of the nth series; after six they repeat. */
export function colorAt(index: number): string {
  return COLORS[index % COLORS.length] ?? COLORS[0];
}
