import { signIn } from "next-auth/react";

/**
 * Signs in and opens a page.
 * @param target a path on this site
 * @returns the code of what was wrong; nothing when the page is being left
 */
export async function signInNow(
  given: { email: string; password: string; verification?: string },
  target = "/",
): Promise<string> {
  const result = await signIn("credentials", { ...given, redirect: false });
  if (!result?.ok) return result?.error ?? "Network";
  // A full load: everything on the page is somebody else's now.
  window.location.assign(target);
  return new Promise(() => {});
}
