/**
 * The browser's part of passkeys. The library is loaded when it is needed: most pages load without.
 * Both throw when the user cancels, or the device has no passkey.
 */
export async function createPasskey(options: unknown): Promise<unknown> {
  const { startRegistration } = await import("@simplewebauthn/browser");
  return startRegistration({ optionsJSON: options as never });
}

/** Asks for a passkey of this site. */
export async function requestPasskey(options: unknown): Promise<unknown> {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  return startAuthentication({ optionsJSON: options as never });
}
