/** Lets `size` holders in at once; the others wait in the order in which they came. */
export class Semaphore {
  #free: number;
  readonly #waiting: Array<() => void> = [];

  constructor(private readonly size: number) {
    this.#free = size;
  }

  /** How many are in. */
  get active(): number {
    return this.size - this.#free;
  }

  /** How many wait for a place. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Waits for a place.
   * @param deadlineMs how long to wait
   * @returns the function that gives the place back, or undefined when the deadline passed first
   */
  async acquire(deadlineMs: number): Promise<(() => void) | undefined> {
    if (this.#free > 0) {
      this.#free -= 1;
      return this.#release();
    }
    return new Promise((resolve) => {
      const enter = () => {
        clearTimeout(timer);
        resolve(this.#release());
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        resolve(undefined);
      }, deadlineMs);
      this.#waiting.push(enter);
    });
  }

  #release(): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    };
  }
}
