import { Loading, LoadingRows } from "@/components/loading";
import { Skeleton } from "@/components/ui/skeleton";

export default function LoadingJobs() {
  return (
    <Loading>
      <Skeleton className="h-24 rounded-xl" />
      <LoadingRows rows={5} />
    </Loading>
  );
}
