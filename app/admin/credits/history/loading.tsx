import { Loading, LoadingRows } from "@/components/loading";

export default function LoadingHistory() {
  return (
    <Loading>
      <LoadingRows rows={10} filters />
    </Loading>
  );
}
