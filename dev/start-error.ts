/** Why nothing was started, in words for the person at the keyboard, who can mend it. */
export class StartError extends Error {
  override readonly name = "StartError";
}
