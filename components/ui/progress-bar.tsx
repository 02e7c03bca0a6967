interface Props {
  /** What is going on. */
  readonly title: string;
  /** From 0 to 1. */
  readonly fraction: number;
}

/** How far something has come that takes a while. */
export function ProgressBar({ title, fraction }: Props) {
  const percent = Math.round(fraction * 100);
  return (
    <div className="grid gap-1.5">
      <div className="flex justify-between gap-4 text-muted-foreground">
        <span>{title}</span>
        <span className="tabular-nums">{percent} %</span>
      </div>
      <div
        role="progressbar"
        aria-label={title}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-1.5 overflow-hidden rounded-full bg-muted"
      >
        <div
          className="h-full rounded-full bg-accent transition-[width]"
          style={{ width: `${percent}%` }}
        />
      </div>
    </div>
  );
}
