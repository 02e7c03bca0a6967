import { describe, expect, it } from "vitest";
import { findColorProblem } from "./brand";

describe("a brand's color", () => {
  it.each([
    ["#0f766e", "light"],
    ["#3d4bc6", "light"],
    ["#889ef6", "dark"],
    ["#5eead4", "dark"],
  ] as const)("%s can be read in the %s theme", (color, theme) => {
    expect(findColorProblem(color, theme)).toBeUndefined();
  });

  it("that text on it can't be read against is refused, with what would help", () => {
    expect(findColorProblem("#ffcc00", "light")).toBe(
      "Text in the light theme would have a contrast of 1.3 to 1 and needs 4.5. Choose a darker color.",
    );
    expect(findColorProblem("#000080", "dark")).toMatch(/dark theme.*Choose a lighter color\.$/);
  });

  it("is measured as WCAG does: #767676 on white is 4.54, and the page is not quite white", () => {
    expect(findColorProblem("#767676", "light")).toContain("a contrast of 4.0 to 1");
  });
});
