import type { Role } from "@/lib/access/users";

/** The roles in the words of the page. */
export const ROLES: readonly { readonly role: Role; readonly label: string }[] = [
  { role: "buyer", label: "Customer" },
  { role: "support", label: "Support" },
  { role: "finance", label: "Finance" },
  { role: "admin", label: "Admin" },
];
