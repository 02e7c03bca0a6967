/** What setup did, or would do, in words for the operator who runs it. */
export interface SetupStep {
  /** What it is about, such as "Starter Pack". */
  readonly subject: string;
  /** `planned`: a dry run would change it. `warning`: payments may not become credits yet. */
  readonly state: "unchanged" | "done" | "planned" | "warning";
  /** What was found or done, as the end of a sentence. */
  readonly found: string;
  /** What to do next; only where something is to be done. */
  readonly advice?: string;
}
