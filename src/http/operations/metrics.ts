/** Upper bounds in seconds; figures of merit of the ledger lie between 1 ms and 1 s. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Answers of one route: how many with which status, and how long they took. */
export class RouteCounter {
  readonly #byStatus = new Map<number, number>();
  /** Not cumulative here: the last place counts what took longer than all bounds. */
  readonly #byDuration = new Array<number>(BOUNDS.length + 1).fill(0);
  #seconds = 0;
  #count = 0;

  count(status: number, elapsedMs: number): void {
    const seconds = elapsedMs / 1000;
    this.#byStatus.set(status, (this.#byStatus.get(status) ?? 0) + 1);
    this.#seconds += seconds;
    this.#count++;
    let place = 0;
    while (place < BOUNDS.length && seconds > (BOUNDS[place] as number)) place++;
    this.#byDuration[place] = (this.#byDuration[place] as number) + 1;
  }

  requestLines(labels: string): string[] {
    return [...this.#byStatus].map(([status, count]) => `cartera_http_requests_total{${labels},status="${status}"} ${count}`);
  }

  durationLines(labels: string): string[] {
    if (this.#count === 0) return [];
    const name = "cartera_http_request_duration_seconds";
    let below = 0;
    const buckets = BOUNDS.map((bound, place) => {
      below += this.#byDuration[place] as number;
      return `${name}_bucket{${labels},le="${bound}"} ${below}`;
    });
    return [
      ...buckets,
      `${name}_bucket{${labels},le="+Inf"} ${this.#count}`,
      `${name}_sum{${labels}} ${this.#seconds}`,
      `${name}_count{${labels}} ${this.#count}`,
    ];
  }
}

/** Counters of this process. Routes are known beforehand, so no caller can make more of them. */
export class Metrics {
  readonly #routes = new Map<string, RouteCounter>();

  /** The counter of a route; ask once, when the route is made. */
  route(method: string, url: string): RouteCounter {
    const labels = `method="${method}",route="${url}"`;
    const counter = this.#routes.get(labels) ?? new RouteCounter();
    this.#routes.set(labels, counter);
    return counter;
  }

  lines(): string[] {
    const routes = [...this.#routes];
    return [
      "# HELP cartera_http_requests_total Answers by route and status.",
      "# TYPE cartera_http_requests_total counter",
      ...routes.flatMap(([labels, counter]) => counter.requestLines(labels)),
      "# HELP cartera_http_request_duration_seconds From the request line to the end of the answer.",
      "# TYPE cartera_http_request_duration_seconds histogram",
      ...routes.flatMap(([labels, counter]) => counter.durationLines(labels)),
    ];
  }
}
