/** Known to everybody who can read: these people exist in development and tests only. */
export const demoPassword = "credits-demo";

export const demoPeople = [
  { email: "buyer@example.com", name: "Bea Buyer", role: "buyer" },
  { email: "admin@example.com", name: "Ada Admin", role: "admin" },
] as const;
