import { env } from "@/env";

/** Where the mail of a development copy is: without a mail server none leaves this machine. */
export function LocalMailHint() {
  const { production, email } = env();
  if (production || email.smtpUrl) return null;
  return (
    <p className="text-muted-foreground text-sm">
      This is a development copy: its mail is on{" "}
      <a
        href="/dev/mail"
        target="_blank"
        className="text-accent underline underline-offset-4"
        rel="noreferrer"
      >
        the local mail page
      </a>
      .
    </p>
  );
}
