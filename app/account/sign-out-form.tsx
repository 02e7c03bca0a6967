import { SubmitButton } from "@/components/ui/submit-button";
import { signOutEverywhereAction } from "./actions";

export function SignOutForm() {
  return (
    <form action={signOutEverywhereAction} className="grid gap-3">
      <p className="text-muted-foreground">
        Ends your sessions on every device, this one too. API keys go on working.
      </p>
      <SubmitButton variant="secondary" className="justify-self-start">
        Sign out everywhere
      </SubmitButton>
    </form>
  );
}
