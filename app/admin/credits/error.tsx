"use client";

import { Failure } from "@/components/failure";

/** Within the frame, whose navigation goes on working. */
export default function ErrorInFrame({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return <Failure error={error} retry={reset} />;
}
