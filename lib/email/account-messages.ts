/** What a mail about an account says. Facts are text: names, devices, times. */
interface Facts {
  readonly appUrl: string;
  readonly email: string;
  readonly link: string;
  readonly code: string;
  /** What happened, in the words of the kind: a device, a key's name, a role. */
  readonly what: string;
}

export interface AccountMessage {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly code?: string;
  readonly action?: { readonly href: string; readonly text: string };
  /** Why the reader gets it, and what to do when it wasn't them. */
  readonly note: string;
}

const NOT_YOU =
  "If this wasn’t you, ignore this mail: nothing happens without the link or the code.";

/** For news of what was done: how to undo it when somebody else did. */
function notice(subject: string, sentence: string, { appUrl }: Facts): AccountMessage {
  return {
    subject,
    paragraphs: [sentence],
    action: { href: `${appUrl}/account/security`, text: "Review account security" },
    note: "If this wasn’t you, reset your password now and sign out every session.",
  };
}

/** Every mail about an account, by kind. */
const MESSAGES = {
  "verify-email": ({ link, code }: Facts) => ({
    subject: "Verify your email address",
    paragraphs: [
      "Enter this code on the page where you signed up, or open the link. Both work for 24 hours.",
    ],
    code,
    action: { href: link, text: "Verify email" },
    note: NOT_YOU,
  }),
  "already-signed-up": ({ appUrl }: Facts) => ({
    subject: "You already have an account",
    paragraphs: [
      "Someone, probably you, tried to sign up with this address. It has an account already: sign in, or reset the password if you have forgotten it.",
    ],
    action: { href: `${appUrl}/sign-in`, text: "Sign in" },
    note: "If this wasn’t you, there is nothing to do: nothing was changed.",
  }),
  "reset-password": ({ link }: Facts) => ({
    subject: "Reset your password",
    paragraphs: ["Open the link to choose a new password. It works once, for one hour."],
    action: { href: link, text: "Choose a new password" },
    note: NOT_YOU,
  }),
  "sign-in-link": ({ link }: Facts) => ({
    subject: "Your sign-in link",
    paragraphs: ["Open the link to sign in without a password. It works once, for 10 minutes."],
    action: { href: link, text: "Sign in" },
    note: NOT_YOU,
  }),
  "change-email": ({ link }: Facts) => ({
    subject: "Confirm your new email address",
    paragraphs: [
      "Open the link to use this address for your account. It works once, for one hour.",
    ],
    action: { href: link, text: "Confirm address" },
    note: NOT_YOU,
  }),
  invitation: ({ link, what }: Facts) => ({
    subject: "You are invited to Ops-Center Credits",
    paragraphs: [
      `You can work here as ${what}. Open the link to choose a password. It works for seven days.`,
    ],
    action: { href: link, text: "Accept invitation" },
    note: "If you don’t know why you got this, ignore it: no account is usable until the link is opened.",
  }),
  "email-change-requested": (facts: Facts) =>
    notice(
      "Email change requested",
      `A change of your account’s address to ${facts.what} was requested. It happens when the link sent there is opened.`,
      facts,
    ),
  "email-changed": (facts: Facts) =>
    notice(
      "Your email address was changed",
      `Your account’s address is now ${facts.what}. The one before it signs nobody in any more.`,
      facts,
    ),
  "new-device": (facts: Facts) =>
    notice(
      "New sign-in to your account",
      `Your account was used to sign in from a new device: ${facts.what}.`,
      facts,
    ),
  "password-changed": (facts: Facts) =>
    notice(
      "Your password was changed",
      "Your password was changed, and every session was signed out.",
      facts,
    ),
  "identity-linked": (facts: Facts) =>
    notice("A sign-in method was added", `You can now sign in through ${facts.what}.`, facts),
  "passkey-added": (facts: Facts) =>
    notice("A passkey was added", `The passkey ${facts.what} can now be used to sign in.`, facts),
  "passkey-removed": (facts: Facts) =>
    notice(
      "A passkey was removed",
      `The passkey ${facts.what} can no longer be used to sign in.`,
      facts,
    ),
  "two-step-on": (facts: Facts) =>
    notice(
      "Two-step sign-in is on",
      "Signing in now asks for a code from your authenticator app.",
      facts,
    ),
  "two-step-off": (facts: Facts) =>
    notice(
      "Two-step sign-in is off",
      "Signing in no longer asks for a code from an authenticator app.",
      facts,
    ),
  "key-created": (facts: Facts) =>
    notice("An API key was created", `The API key ${facts.what} was created.`, facts),
  "role-changed": (facts: Facts) =>
    notice(
      "Your role was changed",
      `Your role is now ${facts.what}. Your sessions and API keys were ended; sign in again.`,
      facts,
    ),
  "account-disabled": (facts: Facts) => ({
    ...notice(
      "Your account was disabled",
      "An admin disabled your account. You can’t sign in, and your API keys don’t work.",
      facts,
    ),
    action: undefined,
    note: "Reply to the people who run this service if you think this is a mistake.",
  }),
  "account-deleted": () => ({
    subject: "Your account was deleted",
    paragraphs: [
      "Your account was deleted and your personal data removed. Purchases and credit activity stay on record without your name, as the law requires.",
    ],
    note: "This is the last mail that you get from us.",
  }),
} as const satisfies Record<string, (facts: Facts) => AccountMessage>;

export type AccountMailKind = keyof typeof MESSAGES;

export function isAccountMailKind(kind: string): kind is AccountMailKind {
  return Object.hasOwn(MESSAGES, kind);
}

/** What the mail of a kind says. */
export function accountMessage(kind: AccountMailKind, facts: Facts): AccountMessage {
  return MESSAGES[kind](facts);
}
