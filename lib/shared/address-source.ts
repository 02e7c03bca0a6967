import { processWide } from "./process-wide";

const source = processWide("address-source", () => ({ ours: false }));

/** Says that this process's own server writes X-Forwarded-For of every request. */
export function claimAddresses(): void {
  source.ours = true;
}

export function areAddressesOurs(): boolean {
  return source.ours;
}
