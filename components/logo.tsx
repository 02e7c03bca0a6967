import type { Brand } from "@/lib/shared/brand";

/** The mark and the name. The name is text, so that it can be read out and selected. */
export function Logo({ brand }: { readonly brand: Pick<Brand, "name" | "logo"> }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-2 font-semibold tracking-tight">
      {brand.logo ? (
        <img
          src={`/brand/${brand.logo}`}
          alt=""
          width={24}
          height={24}
          className="size-6 shrink-0 object-contain"
        />
      ) : (
        <Mark />
      )}
      <span className="min-w-0 break-words">{brand.name}</span>
    </span>
  );
}

function Mark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className="size-6 shrink-0">
      <rect width="24" height="24" rx="7" className="fill-accent" />
      <path
        d="M16.2 8.6A5.2 5.2 0 1 0 16.2 15.4"
        fill="none"
        strokeWidth="2.6"
        strokeLinecap="round"
        className="stroke-accent-foreground"
      />
      <circle cx="12" cy="12" r="1.7" className="fill-accent-foreground" />
    </svg>
  );
}
