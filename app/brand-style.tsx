import { type Brand, SOFT_SHARE } from "@/lib/shared/brand";

/**
 * The shop's color in place of the one in globals.css. The colors were checked when they were
 * saved and again when they were read, so nothing but "#rrggbb" comes into the style sheet.
 */
export function BrandStyle({ brand: { colorLight, colorDark } }: { readonly brand: Brand }) {
  const rules = [
    // On paper everything is light: globals.css sets its dark colors for screens only.
    colorLight && `:root:not(.dark){${variablesOf(colorLight, "black", SOFT_SHARE.light)}}`,
    colorLight && `@media print{html:root{${variablesOf(colorLight, "black", SOFT_SHARE.light)}}}`,
    colorDark && `@media screen{html.dark{${variablesOf(colorDark, "white", SOFT_SHARE.dark)}}}`,
  ].filter(Boolean);
  return rules.length > 0 && <style>{rules.join("")}</style>;
}

function variablesOf(color: string, towards: string, softShare: number): string {
  return [
    `--accent:${color}`,
    `--accent-hover:color-mix(in srgb,${color} 85%,${towards})`,
    `--accent-soft:color-mix(in srgb,${color} ${softShare * 100}%,var(--surface))`,
  ].join(";");
}
