import type { Asked, Known, PlaceBook, PlacedAppend } from "../place-book.ts";
import { type AppendedRange, NO_STREAM } from "../port.ts";
import { unavailable } from "./failure.ts";
import type { LogTail, TailAppend } from "./log-tail.ts";

interface Gathered {
  readonly streams: Set<string>;
  readonly commands: Set<string>;
  readonly found: Promise<Known>;
}

/**
 * Where things stand: what memory knows, and the place book for what lies before. Nothing leaves memory before it is in the book.
 */
export class Places {
  readonly #book: PlaceBook;
  readonly #tail: LogTail;
  #next: Gathered | undefined;
  #asking: Promise<unknown> = Promise.resolve();

  constructor(book: PlaceBook, tail: LogTail) {
    this.#book = book;
    this.#tail = tail;
  }

  /**
   * Last revisions of streams, `NO_STREAM` for those that do not exist, and places of commands, as new as what was read when `fresh` resolves. The
   * book is asked meanwhile.
   */
  async look(asked: Asked, fresh: Promise<void> = Promise.resolve()): Promise<Known> {
    for (;;) {
      const { ordinal } = this.#tail.booked;
      const [found] = await Promise.all([this.#ask(asked), fresh]);
      // What the book did not hold when it was asked is still in memory, unless more came than memory holds.
      if (this.#tail.since > ordinal + 1) continue;
      return {
        revisions: new Map(
          asked.streams.map((stream) => [stream, this.#tail.revision(stream) ?? found.revisions.get(stream) ?? NO_STREAM]),
        ),
        // The same command twice in the log happened where it stands first.
        commands: new Map(asked.commands.flatMap((id) => entry(id, found.commands.get(id) ?? this.#tail.command(id)))),
      };
    }
  }

  async revision(stream: string): Promise<number> {
    return (await this.look({ streams: [stream], commands: [] })).revisions.get(stream) ?? NO_STREAM;
  }

  /** The appends that hold revisions of a stream from `from` on, in order, about `limit`; memory alone when it holds them all. */
  async ofStream(stream: string, from: number, limit: number): Promise<readonly (PlacedAppend | TailAppend)[]> {
    const late = this.#tail.ofStream(stream);
    const isLate = (late[0]?.revision ?? Number.POSITIVE_INFINITY) <= from;
    const early = isLate ? [] : await this.#fromBook(() => this.#book.ofStream(stream, from, limit));
    const reached = early.at(-1);
    return [...early, ...late.filter(({ revision, count }) => revision > (reached?.revision ?? NO_STREAM) && revision + count > from)];
  }

  /** The appends that hold ordinals `from .. to`, all of which the book holds. */
  between(from: number, to: number): Promise<readonly PlacedAppend[]> {
    return this.#fromBook(() => this.#book.between(from, to));
  }

  /** The last ordinal recorded at or before a time in milliseconds; 0 when there is none. */
  async ordinalAt(ms: number): Promise<number> {
    return this.#tail.ordinalAt(ms) ?? this.#fromBook(() => this.#book.ordinalAt(ms));
  }

  /** The last ordinal at or before `ordinal` that ends an append. */
  async endOfAppend(ordinal: number): Promise<number> {
    const at = Math.min(ordinal, this.#tail.head.ordinal);
    if (at <= 0) return 0;
    const append = (this.#tail.between(at, at) ?? (await this.between(at, at)))[0];
    if (append === undefined) throw new Error(`The place book does not hold ordinal ${at}`);
    const end = append.ordinal + append.count - 1;
    return end === at ? at : append.ordinal - 1;
  }

  /** Questions that come while one is under way go together with the next: each is answered from after it was asked. */
  async #ask({ streams, commands }: Asked): Promise<Known> {
    if (streams.length === 0 && commands.length === 0) return { revisions: new Map(), commands: new Map() };
    this.#next ??= this.#gather();
    const gathered = this.#next;
    for (const stream of streams) gathered.streams.add(stream);
    for (const id of commands) gathered.commands.add(id);
    return gathered.found;
  }

  #gather(): Gathered {
    const streams = new Set<string>();
    const commands = new Set<string>();
    const found = this.#asking.then(() => {
      this.#next = undefined;
      return this.#fromBook(() => this.#book.look({ streams: [...streams], commands: [...commands] }));
    });
    this.#asking = found.catch(() => undefined);
    return { streams, commands, found };
  }

  async #fromBook<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw unavailable("The place book does not answer", error);
    }
  }
}

function entry(id: string, range: AppendedRange | undefined): readonly (readonly [string, AppendedRange])[] {
  return range === undefined ? [] : [[id, range]];
}
