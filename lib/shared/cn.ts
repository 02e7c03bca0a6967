import { type ClassValue, clsx } from "clsx";

/**
 * Joins class names. Of Tailwind classes that contradict each other the one that the style sheet
 * has last would win, whatever the sequence here, so a component offers a variant instead of being
 * given a class that contradicts its own. e2e/accessibility.spec.ts looks for such elements.
 */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes);
}
