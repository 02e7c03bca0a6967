import { Loading, LoadingRows } from "@/components/loading";
import { Skeleton } from "@/components/ui/skeleton";

export default function LoadingWebhooks() {
  return (
    <Loading>
      <Skeleton className="h-32 rounded-xl" />
      <LoadingRows rows={10} filters />
    </Loading>
  );
}
