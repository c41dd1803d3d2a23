import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { jsonLines } from "./command-line-run.ts";

interface Line {
  readonly command: string;
  readonly idempotencyKey: string;
  readonly body: { readonly accountId?: string; readonly customerId?: string; readonly amount?: string };
}

interface Result {
  readonly idempotencyKey: string;
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** What happens to a request: served unless something else is next. */
export type Incident =
  | { readonly kind: "unavailable"; readonly retryAfter?: string }
  /** Decides everything and dies before it has answered. */
  | { readonly kind: "dies after deciding" }
  /** Answers some lines with 503, the others as always. */
  | { readonly kind: "lines unavailable"; readonly every: number }
  | { readonly kind: "cuts the answer" }
  | { readonly kind: "too large" };

export interface BatchServer {
  readonly url: string;
  /** Bodies of requests, as lines. */
  readonly requests: Line[][];
  /** Lines in the order in which they took effect. */
  readonly decided: Line[];
  /** Requests that were being served at the same time, at most. */
  readonly mostAtOnce: () => number;
  /** Happen to the next requests, one each. */
  readonly incidents: Incident[];
  stop(): Promise<void>;
  restart(): Promise<void>;
}

/** Numbers that look random and are the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

const streamOf = ({ body }: Line) => (body.accountId === undefined ? `customer-${body.customerId}` : `account-${body.accountId}`);

/** Keeps what was decided, as a ledger does: the first answer again for a known key, refusals for ever. An account needs its customer. */
class Decisions {
  readonly decided: Line[] = [];
  readonly #known = new Map<string, Result>();
  readonly #customers = new Set<string>();
  readonly #roll: (sides: number) => number;

  constructor(roll: (sides: number) => number) {
    this.#roll = roll;
  }

  /** Lines of one stream in line order, the streams of a batch in any order. */
  decide(lines: readonly Line[]): Map<Line, Result> {
    const streams = [...new Set(lines.map(streamOf))];
    const results = new Map<Line, Result>();
    while (streams.length > 0) {
      const [stream] = streams.splice(this.#roll(streams.length), 1);
      for (const line of lines) if (streamOf(line) === stream) results.set(line, this.#decideOne(line));
    }
    return results;
  }

  #decideOne(line: Line): Result {
    const { idempotencyKey, command, body } = line;
    const first = this.#known.get(idempotencyKey);
    if (first !== undefined) return first;
    this.decided.push(line);
    const customerId = body.customerId ?? body.accountId?.split(".")[0] ?? "";
    if (command === "register-customer") this.#customers.add(customerId);
    const refusal = !this.#customers.has(customerId) ? "CUSTOMER_NOT_FOUND" : body.amount === "0.00" ? "MALFORMED" : undefined;
    const accepted = { commandId: `c-${this.decided.length}`, streamId: streamOf(line), revision: 0, position: "1", events: [] };
    const result =
      refusal === undefined
        ? { idempotencyKey, status: 201, body: accepted }
        : { idempotencyKey, status: 422, body: { code: refusal, detail: "It is refused.", violations: [] } };
    this.#known.set(idempotencyKey, result);
    return result;
  }
}

/** Keeps the contract of POST /v1/command-batches and nothing more, but for the incidents that are planned. */
export async function openBatchServer(t: { teardown(fn: () => Promise<void>): unknown }): Promise<BatchServer> {
  const roll = dice(7);
  const decisions = new Decisions(roll);
  const [requests, incidents]: [Line[][], Incident[]] = [[], []];
  let [atOnce, mostAtOnce, port] = [0, 0, 0];
  let server: Server;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const lines = jsonLines<Line>(await text(request));
    requests.push(lines);
    await sleep(roll(12));
    const incident = incidents.shift();
    if (incident?.kind === "unavailable") {
      const headers = incident.retryAfter === undefined ? {} : { "retry-after": incident.retryAfter };
      response.writeHead(503, headers).end(JSON.stringify({ code: "STORE_UNAVAILABLE", detail: "Not now." }));
    } else if (incident?.kind === "too large")
      response.writeHead(413).end(JSON.stringify({ code: "BODY_TOO_LARGE", detail: "Too large." }));
    else {
      const isEvery = (place: number) => incident?.kind === "lines unavailable" && place % incident.every === 0;
      const waiting = new Set(lines.filter((_, place) => isEvery(place)).map(streamOf));
      const results = decisions.decide(lines.filter((line) => !waiting.has(streamOf(line))));
      const told = lines.map(
        (line) => results.get(line) ?? { idempotencyKey: line.idempotencyKey, status: 503, body: { code: "STORE_UNAVAILABLE" } },
      );
      if (incident?.kind === "dies after deciding") await stop();
      else answer(response, incident?.kind === "cuts the answer" ? told.slice(0, -1) : told);
    }
  }

  async function restart(): Promise<void> {
    server = createServer((request, response) => {
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      void serve(request, response).finally(() => {
        atOnce -= 1;
      });
    });
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  }

  async function stop(): Promise<void> {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  await restart();
  t.teardown(stop);
  return { url: `http://127.0.0.1:${port}`, requests, decided: decisions.decided, mostAtOnce: () => mostAtOnce, incidents, stop, restart };
}

function answer(response: ServerResponse, results: readonly Result[]): void {
  response.writeHead(200, { "content-type": "application/x-ndjson" }).end(results.map((result) => `${JSON.stringify(result)}\n`).join(""));
}
