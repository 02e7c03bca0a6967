import { describe, expect, it } from "vitest";
import { createBatcher } from "./batch";

/** A run that ends when the test says so, and remembers what it was given. */
function heldRun() {
  const batches: number[][] = [];
  let release = () => {};
  const run = async (items: readonly number[]) => {
    batches.push([...items]);
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return items.map((item) => item * 10);
  };
  return { batches, run, release: () => release() };
}

const options = { maxItems: 3, maxWaiting: 5 };

describe("createBatcher", () => {
  it("runs a single item at once: it waits for nobody", () => {
    const { batches, run } = heldRun();
    void createBatcher(run, options)(1);
    expect(batches).toEqual([[1]]);
  });

  it("collects while a batch is under way, and gives each item its own result", async () => {
    const { batches, run, release } = heldRun();
    const submit = createBatcher(run, options);
    const results = [1, 2, 3, 4, 5].map((item) => submit(item));
    release();
    expect(await results[0]).toBe(10);
    await expect.poll(() => batches.length).toBe(2);
    release();
    await expect.poll(() => batches.length).toBe(3);
    release();
    expect(await Promise.all(results)).toEqual([10, 20, 30, 40, 50]);
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
  });

  it("refuses at once what would wait too long, and goes on", async () => {
    const { run, release, batches } = heldRun();
    const submit = createBatcher(run, options);
    const accepted = [1, 2, 3, 4, 5, 6].map((item) => submit(item));
    await expect(submit(7)).rejects.toMatchObject({ code: "busy" });
    for (const count of [1, 2, 3]) {
      await expect.poll(() => batches.length).toBe(count);
      release();
    }
    expect(await Promise.all(accepted)).toEqual([10, 20, 30, 40, 50, 60]);
    const later = submit(8);
    await expect.poll(() => batches.length).toBe(4);
    release();
    expect(await later).toBe(80);
  });

  it("refuses what has waited too long for a batch that is stuck, and nothing that has begun", async () => {
    const { run, release, batches } = heldRun();
    const submit = createBatcher(run, { ...options, maxWaitMs: 20 });
    const first = submit(1);
    const late = [2, 3].map((item) => submit(item));
    for (const item of late) await expect(item).rejects.toMatchObject({ code: "busy" });
    const next = submit(4);
    release();
    expect(await first).toBe(10);
    await expect.poll(() => batches.length).toBe(2);
    release();
    expect(await next).toBe(40);
    expect(batches).toEqual([[1], [4]]);
  });

  it("runs a batch that failed one by one: an item that can't be done fails alone", async () => {
    const batches: number[][] = [];
    const submit = createBatcher(
      async (items: readonly number[]) => {
        batches.push([...items]);
        if (items.includes(3)) throw new Error("3 can't be done");
        return items.map((item) => item * 10);
      },
      { maxItems: 10, maxWaiting: 10 },
    );
    const results = await Promise.allSettled([1, 2, 3, 4].map((item) => submit(item)));
    expect(results).toMatchObject([
      { value: 10 },
      { value: 20 },
      { reason: { message: "3 can't be done" } },
      { value: 40 },
    ]);
    expect(batches).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
    expect(await submit(5)).toBe(50);
  });
});
