import { SubmitButton } from "@/components/ui/submit-button";
import { signOutEverywhereAction } from "./actions";

export function SignOutForm() {
  return (
    <form action={signOutEverywhereAction} className="grid gap-3 border-t pt-4">
      <p className="text-muted-foreground">
        Ends your sessions on every device, including this one. API keys continue to work.
      </p>
      <SubmitButton variant="secondary" className="justify-self-start">
        Sign out everywhere
      </SubmitButton>
    </form>
  );
}
