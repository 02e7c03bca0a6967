import { NothingHere } from "@/components/nothing-here";

export default function NotFoundInFrame() {
  return <NothingHere />;
}
