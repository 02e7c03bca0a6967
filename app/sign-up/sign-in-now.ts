import { signIn } from "next-auth/react";

/**
 * Signs in and opens the credits page.
 * @returns the code of what was wrong; nothing when the page is being left
 */
export async function signInNow(given: {
  email: string;
  password: string;
  verification?: string;
}): Promise<string> {
  const result = await signIn("credentials", { ...given, redirect: false });
  if (!result?.ok) return result?.error ?? "Network";
  // A full load: everything on the page is somebody else's now.
  window.location.assign("/admin/credits");
  return new Promise(() => {});
}
