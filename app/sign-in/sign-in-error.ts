/** next-auth's own codes: https://next-auth.js.org/configuration/pages#error-codes */
const SENTENCES: Record<string, string> = {
  CredentialsSignin: "The e-mail or the password isn’t right.",
  AccessDenied: "This sign-in isn’t allowed here.",
  OAuthSignin: "The provider couldn’t be reached. Try again.",
  OAuthCallback: "The provider’s answer wasn’t accepted. Try again.",
  OAuthAccountNotLinked: "This identity belongs to another account.",
  SessionRequired: "Sign in to see this page.",
  Network: "The server couldn’t be reached. Check your connection and try again.",
};

/** A sentence for what next-auth reports; our own errors are sentences already. */
export function describeSignInError(problem: string): string {
  const known = SENTENCES[problem];
  if (known) return known;
  return problem.includes(" ") ? problem.slice(0, 300) : "Signing in didn’t work. Try again.";
}
