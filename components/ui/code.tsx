import { CopyButton } from "./copy-button";

/** An id that people copy. */
export function Code({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <span data-slot="code" className="inline-flex items-center gap-1">
      <code className="break-all text-xs">{text}</code>
      <span className="print:hidden -my-2">
        <CopyButton text={text} label={label} />
      </span>
    </span>
  );
}
