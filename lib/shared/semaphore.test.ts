import { describe, expect, it } from "vitest";
import { Semaphore } from "./semaphore";

const soon = 20;
const longEnough = 5_000;

describe("Semaphore", () => {
  it("lets in as many as it has places, the others in the order in which they came", async () => {
    const places = new Semaphore(2);
    const [first, second] = [await places.acquire(longEnough), await places.acquire(longEnough)];
    const order: string[] = [];
    const third = places.acquire(longEnough).then((release) => {
      order.push("third");
      release?.();
    });
    const fourth = places.acquire(longEnough).then(() => order.push("fourth"));
    expect(order).toEqual([]);
    first?.();
    await Promise.all([third, fourth]);
    expect(order).toEqual(["third", "fourth"]);
    second?.();
  });

  it("gives up at the deadline, and the place goes to the next one", async () => {
    const places = new Semaphore(1);
    const release = await places.acquire(longEnough);
    expect(await places.acquire(soon)).toBeUndefined();
    const patient = places.acquire(longEnough);
    release?.();
    expect(await patient).toBeTypeOf("function");
  });

  it("counts a place that is given back twice once", async () => {
    const places = new Semaphore(1);
    const release = await places.acquire(longEnough);
    release?.();
    release?.();
    expect(await places.acquire(soon)).toBeTypeOf("function");
    expect(await places.acquire(soon)).toBeUndefined();
  });
});
