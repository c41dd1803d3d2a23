/** Durations in milliseconds, gathered one by one. */
export class Samples {
  readonly #values: number[] = [];
  #sorted = true;

  add(ms: number): void {
    this.#values.push(ms);
    this.#sorted = false;
  }

  get count(): number {
    return this.#values.length;
  }

  /** The smallest duration that at least this percentage of all samples do not exceed; 0 gives the shortest, 100 the longest. NaN without samples. */
  percentile(percentage: number): number {
    if (!this.#sorted) {
      this.#values.sort((a, b) => a - b);
      this.#sorted = true;
    }
    const place = Math.ceil((percentage / 100) * this.#values.length) - 1;
    return this.#values[Math.max(0, place)] ?? Number.NaN;
  }
}
