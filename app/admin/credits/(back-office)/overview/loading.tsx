import { Loading } from "@/components/loading";
import { Skeleton } from "@/components/ui/skeleton";

export default function LoadingOverview() {
  return (
    <Loading>
      <Skeleton className="h-20 rounded-xl" />
      <Skeleton className="h-56 rounded-xl" />
      <Skeleton className="h-96 rounded-xl" />
    </Loading>
  );
}
