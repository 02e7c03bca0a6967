import type { ReactNode } from "react";
import { DescriptionList } from "@/components/description-list";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Code } from "@/components/ui/code";
import { Timestamp } from "@/components/ui/timestamp";
import type { Owner } from "@/lib/customers/find-owner";

interface Props {
  readonly accountId: string;
  readonly owner: Owner | undefined;
}

type Item = readonly [label: string, value: ReactNode];

/** The ids by which a customer is known here and elsewhere. */
export function Identity({ accountId, owner }: Props) {
  const { user, customer } = owner ?? {};
  const items: Item[] = [
    ["Account id", <Code key="account" label="Copy the account id" text={accountId} />],
  ];
  if (customer) {
    items.push([
      "External id",
      <Code key="external" label="Copy the external id" text={customer.externalId} />,
    ]);
    for (const [key, value] of Object.entries(customer.metadata)) items.push([key, value]);
  }
  if (user) {
    items.push(["User id", <Code key="user" label="Copy the user id" text={user.id} />]);
    items.push(["Signed up", <Timestamp key="since" at={user.createdAt} />]);
  }
  return (
    <Card>
      <CardHeader>
        <CardTitle>Identity</CardTitle>
      </CardHeader>
      <CardContent>
        <DescriptionList items={items} />
      </CardContent>
    </Card>
  );
}
