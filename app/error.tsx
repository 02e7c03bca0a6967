"use client";

import { Failure } from "@/components/failure";

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main>
      <Failure error={error} retry={reset} />
    </main>
  );
}
