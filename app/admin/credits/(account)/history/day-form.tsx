"use client";

import { useRouter } from "next/navigation";
import { Input } from "@/components/ui/input";
import { withQuery } from "@/lib/shared/query";

/** Chooses the day whose balance is explained; it stands in the address. */
export function DayForm({ day }: { readonly day: string | undefined }) {
  const router = useRouter();
  return (
    <div className="flex flex-wrap items-center gap-3 px-5 py-3 print:hidden">
      <label htmlFor="day" className="text-muted-foreground">
        Balance at the end of
      </label>
      <Input
        id="day"
        type="date"
        defaultValue={day}
        fit="compact"
        onChange={({ currentTarget: { value } }) =>
          router.push(
            withQuery("/admin/credits/history", { show: "explanation", day: value }) as "/",
          )
        }
      />
      {!day && <span className="text-muted-foreground">Now</span>}
    </div>
  );
}
