/** How long work that can wait holds the event loop at a time. */
export const LONGEST_SLICE_MS = 8;

/** Resolves after everybody else had a turn. */
export function letOthersGo(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}

/** Runs a piece of work that rests now and then, letting others go when it took too long. */
export async function inSlices<T>(work: Generator<undefined, T>): Promise<T> {
  let began = performance.now();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() - began < LONGEST_SLICE_MS) continue;
    await letOthersGo();
    began = performance.now();
  }
}
