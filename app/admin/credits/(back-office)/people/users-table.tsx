import { Users } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { ListedUser } from "@/lib/access/manage-users";
import { AccessForm } from "./access-form";
import { RoleForm } from "./role-form";

interface Props {
  readonly rows: readonly ListedUser[];
  /** Who looks at it: nobody changes their own role. */
  readonly currentId: string;
}

export function UsersTable({ rows, currentId }: Props) {
  if (rows.length === 0) {
    return (
      <EmptyState icon={Users} title="Nobody fits">
        Try a part of the name or of the email.
      </EmptyState>
    );
  }
  return (
    <Table>
      <thead>
        <tr>
          <Th>Person</Th>
          <Th>Last seen</Th>
          <Th>Role</Th>
          <Th>Access</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td place="first">
              <p className="break-words font-medium">{row.name}</p>
              <p className="break-all text-muted-foreground text-xs">{row.email}</p>
              {!row.emailVerified && <Badge>Not verified</Badge>}
            </Td>
            <Td place="second">{row.lastSeenAt ? <Timestamp at={row.lastSeenAt} /> : "never"}</Td>
            <Td place="last">{row.id === currentId ? row.role : <RoleForm user={row} />}</Td>
            <Td place="first-right">{row.id === currentId ? "You" : <AccessForm user={row} />}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
