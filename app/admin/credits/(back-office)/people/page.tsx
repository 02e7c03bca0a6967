import type { Metadata } from "next";
import { ListFilters } from "@/components/list-filters";
import { PageHeader } from "@/components/page-header";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Pager } from "@/components/ui/pager";
import { listUsers } from "@/lib/access/manage-users";
import { requirePermission } from "@/lib/access/require";
import { database } from "@/lib/runtime/database";
import { readQuery, type SearchParams, withQuery } from "@/lib/shared/query";
import { InviteForm } from "./invite-form";
import { UsersTable } from "./users-table";

export const metadata: Metadata = { title: "People and roles" };

const PATH = "/admin/credits/people";

/** Who works here, and everybody else by search: their roles, and whether they may sign in. */
export default async function PeoplePage({ searchParams }: { searchParams: SearchParams }) {
  const user = await requirePermission("users.manage", PATH);
  const { search, after } = await readQuery(searchParams, "search", "after");
  const { rows, next } = await listUsers(database().read, { search, after });
  return (
    <>
      <PageHeader
        title="People and roles"
        lead="Staff are listed. Search to find a customer by name or email."
      />
      <Card>
        <ListFilters
          search={{
            label: "Search by the beginning of a name or email",
            placeholder: "Name or email",
            value: search,
          }}
        />
        <UsersTable rows={rows} currentId={user.id} />
        <Pager
          newest={after && withQuery(PATH, { search })}
          older={next && withQuery(PATH, { search, after: next })}
          words={{ newest: "First", older: "Next" }}
        />
      </Card>
      <Card>
        <CardHeader>
          <CardTitle>Invite</CardTitle>
        </CardHeader>
        <CardContent>
          <InviteForm />
        </CardContent>
      </Card>
    </>
  );
}
