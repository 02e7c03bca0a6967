import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { DeadJob } from "@/lib/queue/dead-jobs";
import { TryAgain } from "./try-again";

/** Jobs that failed for good, why, and a button for each. */
export function DeadJobsTable({ jobs }: { readonly jobs: readonly DeadJob[] }) {
  if (jobs.length === 0) {
    return (
      <EmptyState icon={CircleCheck} title="Nothing has failed">
        A job that fails is tried again by itself. One that used up its tries waits here for you.
      </EmptyState>
    );
  }
  return (
    <Table aria-label="Failed jobs">
      <thead>
        <tr>
          <Th>Failed</Th>
          <Th>Job</Th>
          <Th className="text-right">Tries</Th>
          <Th>
            <span className="sr-only">What to do</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => {
          const { name, href } = describe(job);
          return (
            <Tr key={`${job.queue} ${job.id}`}>
              <Td place="second" className="text-muted-foreground">
                <Timestamp at={job.failedAt} />
              </Td>
              <Td place="first" className="@max-2xl:col-span-2">
                <Link href={href as "/"} className="font-medium text-accent hover:underline">
                  {name}
                </Link>
                <p className="max-w-xl break-words text-muted-foreground">{job.error}</p>
              </Td>
              <Td place="dropped" className="text-right tabular-nums">
                {job.tries}
              </Td>
              <Td place="last" className="text-right">
                <TryAgain queue={job.queue} id={job.id} label={name} />
              </Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}

/** What a job was to do, and the page of what it is about. */
function describe({ queue, data }: DeadJob): { name: string; href: string } {
  return queue === "receipt"
    ? { name: "Receipt of a purchase", href: `/admin/credits/purchases/${data.purchaseId}` }
    : { name: "Low-balance notice", href: `/admin/credits/customers/${data.accountId}` };
}
