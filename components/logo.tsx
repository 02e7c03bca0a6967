/** The mark and the name. The name is text, so that it can be read out and selected. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold tracking-tight">
      <svg aria-hidden="true" viewBox="0 0 24 24" className="size-6">
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
      Ops-Center Credits
    </span>
  );
}
