import { Loading, LoadingRows } from "@/components/loading";

export default function LoadingAccounts() {
  return (
    <Loading>
      <LoadingRows rows={10} filters />
    </Loading>
  );
}
