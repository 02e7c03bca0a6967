import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

interface Props {
  /** Such as "2026-10". */
  readonly month: string;
  readonly latest: string;
}

/** Chooses a month; it stands in the address. */
export function MonthForm({ month, latest }: Props) {
  return (
    <form method="get" className="flex gap-2 print:hidden">
      <Input
        key={month}
        type="month"
        name="month"
        aria-label="Month"
        defaultValue={month}
        max={latest}
        pattern="\d{4}-\d{2}"
        required
        fit="compact"
      />
      <Button type="submit" variant="secondary">
        Show
      </Button>
    </form>
  );
}
