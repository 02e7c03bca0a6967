/** What one check found, in words for whoever runs this copy. */
export interface Finding {
  /** What was looked at. */
  readonly subject: string;
  /** `fault`: money is or will be late. `warning`: worth knowing. */
  readonly state: "fine" | "warning" | "fault";
  readonly found: string;
  /** What to do about it; only where something is to be done. */
  readonly advice?: string;
}
