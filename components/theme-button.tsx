import { Monitor, Moon, Sun } from "lucide-react";
import { ThemeSwitch } from "./theme";

/** The reader's choice of a theme. */
export function ThemeButton() {
  return (
    <ThemeSwitch
      icons={{
        system: <Monitor aria-hidden />,
        light: <Sun aria-hidden />,
        dark: <Moon aria-hidden />,
      }}
    />
  );
}
