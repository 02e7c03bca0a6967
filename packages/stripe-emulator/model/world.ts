import type { Store } from "../store";
import type { Emitter } from "./events";

/** What every function of the emulator works on: its objects, and how the world hears of them. */
export interface World {
  readonly store: Store;
  readonly emitter: Emitter;
  /** The emulator's own address, for links. */
  readonly base: string;
}
