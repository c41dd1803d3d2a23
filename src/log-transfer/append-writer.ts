import { type AppendRequest, type EventStore, NO_STREAM, UnstorableRequest } from "../event-store/port.ts";
import type { AppendLine } from "./log-file-format.ts";
import { TransferRefused } from "./transfer-refused.ts";

/** No more than what goes to PostgreSQL as one transaction: what breaks off leaves all of it or nothing. */
const WINDOW_APPENDS = 200;
const WINDOW_CHARACTERS = 512 * 1024;

export interface NumberedAppend {
  /** Line of the file. */
  readonly number: number;
  readonly append: AppendLine;
}

/**
 * Appends to a log what another one holds, so that it comes out the same: ordinals, revisions and times are compared with what the log answers.
 * Appends of one time are handed in together where the engine keeps their order; where it keeps that of one stream only, those of one stream.
 */
export class AppendWriter {
  readonly #store: EventStore;
  readonly #setClock: (ms: number) => void;
  #window: NumberedAppend[] = [];
  #characters = 0;
  /** The window before, on its way while the next one is read. */
  #underWay: Promise<void> = Promise.resolve();

  constructor(store: EventStore, setClock: (ms: number) => void) {
    this.#store = store;
    this.#setClock = setClock;
  }

  /** Resolves when there is room for the next one; throws what became of those before. */
  async add(next: NumberedAppend): Promise<void> {
    if (!this.#goesAlong(next.append)) await this.flush();
    this.#window.push(next);
    this.#characters += next.append.events.reduce((sum, { data, meta }) => sum + data.length + meta.length, 0);
  }

  /** Hands in what was gathered, once what was handed in before is stored. */
  async flush(): Promise<void> {
    await this.#underWay;
    const window = this.#window;
    this.#window = [];
    this.#characters = 0;
    this.#underWay = this.#storeAll(window);
    // Thrown by the next call; until then nobody listens.
    this.#underWay.catch(() => undefined);
  }

  /** Resolves when everything is stored. */
  async finish(): Promise<void> {
    await this.flush();
    await this.#underWay;
  }

  /** Resolves when nothing is on its way any more, whatever became of it. */
  settled(): Promise<void> {
    return this.#underWay.catch(() => undefined);
  }

  #goesAlong({ recordedAt, stream }: AppendLine): boolean {
    const first = this.#window[0]?.append;
    if (first === undefined) return true;
    if (this.#window.length === WINDOW_APPENDS || this.#characters > WINDOW_CHARACTERS) return false;
    return first.recordedAt === recordedAt && (this.#store.capabilities.keepsOrderOfRequests || first.stream === stream);
  }

  async #storeAll(window: readonly NumberedAppend[]): Promise<void> {
    const first = window[0];
    if (first === undefined) return;
    // A single one is judged by the log alone; of several, those behind one that fails would be stored.
    if (window.length > 1) await this.#refuseMisfits(window);
    this.#setClock(Date.parse(first.append.recordedAt));
    const outcomes = await Promise.allSettled(window.map(({ append }) => this.#store.append(requestOf(append))));
    for (const [at, outcome] of outcomes.entries()) {
      const { number, append } = window[at] as NumberedAppend;
      if (outcome.status === "rejected") {
        if (!(outcome.reason instanceof UnstorableRequest)) throw outcome.reason;
        throw new TransferRefused(`Line ${number} cannot be stored: ${outcome.reason.message}`);
      }
      const { ordinal, events, revision, recordedAt } = append;
      const answer = outcome.value;
      if (answer.outcome !== "ok") throw misfit(number, `the log answered "${answer.outcome}"`);
      const last = revision + events.length - 1;
      if (answer.ordinal === ordinal && answer.revision === last && answer.recordedAt === recordedAt) continue;
      throw new TransferRefused(
        `Line ${number} became ordinal ${answer.ordinal}, revision ${answer.revision}, recorded at ${answer.recordedAt} instead of ${ordinal}, ${last}, ${recordedAt}: somebody else appends to this log. It is no copy any more; begin again with an empty one.`,
      );
    }
  }

  async #refuseMisfits(window: readonly NumberedAppend[]): Promise<void> {
    const reached = new Map(await this.#store.revisions([...new Set(window.map(({ append }) => append.stream))]));
    const stored = await this.#store.findCommands(window.flatMap(({ append }) => [append.commandId, ...append.alsoCommands]));
    for (const { number, append } of window) {
      const { stream, revision, events } = append;
      if (revision !== (reached.get(stream) ?? NO_STREAM) + 1) throw misfit(number, `${stream} is not at revision ${revision - 1}`);
      reached.set(stream, revision + events.length - 1);
      const known = [append.commandId, ...append.alsoCommands].find((id) => stored.has(id));
      if (known !== undefined) throw misfit(number, `the command ${known} is in the log already`);
    }
  }
}

function requestOf({ stream, revision, commandId, alsoCommands, claims, events }: AppendLine): AppendRequest {
  return {
    stream,
    expected: revision === 0 ? NO_STREAM : revision - 1,
    events,
    commandId,
    ...(alsoCommands.length > 0 && { alsoCommands }),
    claims,
    // What it was decided on was checked when it was decided.
    unchanged: [],
  };
}

function misfit(number: number, why: string): TransferRefused {
  return new TransferRefused(`Line ${number} does not fit behind the lines before it: ${why}.`);
}
