import { Loading, LoadingRows } from "@/components/loading";
import { Skeleton } from "@/components/ui/skeleton";

export default function LoadingOverview() {
  return (
    <Loading>
      <Skeleton className="h-34 rounded-xl" />
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Skeleton className="h-68 rounded-xl" />
        <Skeleton className="h-68 rounded-xl" />
        <Skeleton className="h-68 rounded-xl" />
        <Skeleton className="h-68 rounded-xl" />
      </div>
      <div className="grid gap-6 lg:grid-cols-2">
        <LoadingRows rows={5} />
        <LoadingRows rows={5} />
      </div>
    </Loading>
  );
}
