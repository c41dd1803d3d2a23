import type { Readable } from "node:stream";
import { NoAnswer } from "./failure.ts";

/** The client's deadlines do not end an append or a read that gets no answer, so every call has a timer of ours. */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new NoAnswer(`No answer within ${ms} ms`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Everything that a read gives; the time is counted anew from each event. */
export function collect<T>(stream: Readable & { cancel(): Promise<void> }, ms: number): Promise<T[]> {
  return new Promise((resolve, reject) => {
    const found: T[] = [];
    const timer = setTimeout(() => {
      reject(new NoAnswer(`A read stood still for ${ms} ms`));
      stream.cancel().catch(() => undefined);
    }, ms);
    const done = (end: () => void) => {
      clearTimeout(timer);
      end();
    };
    stream.on("data", (each: T) => {
      found.push(each);
      timer.refresh();
    });
    stream.on("end", () => done(() => resolve(found)));
    // It stays after the answer: an error that comes late must find somebody.
    stream.on("error", (error) => done(() => reject(error)));
  });
}
