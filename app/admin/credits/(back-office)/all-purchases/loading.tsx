import { Loading, LoadingRows } from "@/components/loading";

export default function LoadingPurchases() {
  return (
    <Loading>
      <LoadingRows rows={10} filters />
    </Loading>
  );
}
