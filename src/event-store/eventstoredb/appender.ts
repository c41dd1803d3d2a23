import { setImmediate as nextTurn } from "node:timers/promises";
import { type AppendOutcome, type AppendRequest, StoreUnavailable, UnstorableRequest } from "../port.ts";
import { checkRequest } from "../request-checks.ts";
import { AppendSchedule, type PendingAppend } from "./append-schedule.ts";
import { ChainAppend, type ChainParts, type Verdict } from "./chain-append.ts";

/** Takes requests in, has them carried to the node, one append per stream at a time, and answers them in order. */
export class Appender {
  readonly #parts: ChainParts;
  readonly #schedule: AppendSchedule;
  #starting: Promise<void> | undefined;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(parts: ChainParts, maxQueue: number) {
    this.#parts = parts;
    this.#schedule = new AppendSchedule(maxQueue);
  }

  async append(request: AppendRequest): Promise<AppendOutcome> {
    const bytes = checkRequest(request);
    if (this.#parts.names.isReserved(request.stream)) throw new UnstorableRequest(`"${request.stream}" is a name of the engine's own`);
    if (this.#closed) throw new StoreUnavailable("The event store is closed");
    const outcome = this.#schedule.push(request, bytes);
    this.#wake();
    return outcome;
  }

  /** Finishes what was handed in. */
  async close(): Promise<void> {
    this.#closed = true;
    if (!this.#schedule.isEmpty) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** What the same turn of the event loop still hands in goes along. */
  #wake(): void {
    this.#starting ??= nextTurn().then(() => {
      this.#starting = undefined;
      for (const chain of this.#schedule.take()) void this.#carry(chain);
      if (this.#schedule.isEmpty) for (const resolve of this.#idle.splice(0)) resolve();
    });
  }

  async #carry(chain: readonly PendingAppend[]): Promise<void> {
    const requests = chain.map(({ request }) => request);
    let verdicts: readonly Verdict[];
    try {
      verdicts = await new ChainAppend(this.#parts, requests).carry();
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      verdicts = requests.map(() => reason);
    }
    this.#answer(chain, verdicts);
    this.#schedule.finish(chain);
    this.#wake();
  }

  /** In the same tick: what was decided on a failed request must not be looked at, and what is handed in from now on may. */
  #answer(chain: readonly PendingAppend[], verdicts: readonly Verdict[]): void {
    for (const [at, pending] of chain.entries()) answerWith(pending, verdicts[at] ?? { outcome: "conflict" });
    const last = verdicts.at(-1);
    if (last === undefined || (!(last instanceof Error) && last.outcome === "ok")) return;
    const behind: Verdict =
      last instanceof Error
        ? new StoreUnavailable("A request before this one on the same stream could not be carried out", 1)
        : { outcome: "conflict" };
    for (const pending of this.#schedule.takeOut(chain[0]?.request.stream ?? "")) answerWith(pending, behind);
  }
}

function answerWith(pending: PendingAppend, verdict: Verdict): void {
  if (verdict instanceof Error) pending.fail(verdict);
  else pending.answer(verdict);
}
