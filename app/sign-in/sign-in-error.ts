/** next-auth's codes (https://next-auth.js.org/configuration/pages#error-codes) and ours. */
const SENTENCES: ReadonlyMap<string, string> = new Map([
  [
    "CredentialsSignin",
    "Wrong email or password. If you have just signed up, verify your email first.",
  ],
  ["WrongLink", "This link was used already or has expired. Ask for a new one."],
  ["WrongPasskey", "This passkey isn’t known here. Sign in with your password and add it."],
  ["PasskeyCancelled", "No passkey was used. Try again, or sign in with your password."],
  ["AccessDenied", "This sign-in isn’t allowed here."],
  ["AccountDisabled", "This account is disabled. Ask an admin."],
  ["ProviderEmailUnverified", "The provider hasn’t verified your email. Verify it there first."],
  ["SignUpClosed", "Sign-up is closed. Ask an admin for an account."],
  ["OAuthSignin", "The provider couldn’t be reached. Try again."],
  ["OAuthCallback", "The provider’s answer wasn’t accepted. Try again."],
  ["OAuthAccountNotLinked", "This identity belongs to another account."],
  ["SessionRequired", "Sign in to see this page."],
  ["Busy", "Too busy right now. Try again in a few seconds."],
  ["Network", "The server couldn’t be reached. Check your connection and try again."],
]);

/**
 * A sentence of ours for a code in the address: whatever else stands there, nobody can make this
 * page say it.
 */
export function describeSignInError(code: string): string {
  const seconds = Number(/^TooManyTries-(\d{1,5})$/.exec(code)?.[1] ?? 0);
  if (seconds > 0) {
    const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
    return `Too many tries. Wait ${wait}, or get a sign-in link by email.`;
  }
  return SENTENCES.get(code) ?? "Signing in didn’t work. Try again.";
}
