import {
  AnotherLog,
  type Asked,
  type BookedAppend,
  type BookHead,
  EMPTY_BOOK,
  isBehind,
  type Known,
  type PlaceBook,
  type PlacedAppend,
} from "../place-book.ts";
import type { AppendedRange } from "../port.ts";
import { countUpTo } from "./halving.ts";

/** A place book that lasts as long as the process: for tests. It grows with the log and begins by reading all of it. */
export class MemoryPlaceBook implements PlaceBook {
  readonly #appends: BookedAppend[] = [];
  readonly #streams = new Map<string, BookedAppend[]>();
  readonly #commands = new Map<string, AppendedRange>();
  #head = EMPTY_BOOK;

  async head(): Promise<BookHead> {
    return this.#head;
  }

  async write(appends: readonly BookedAppend[], to: BookHead): Promise<void> {
    for (const append of appends) if (append.ordinal <= this.#head.ordinal) this.#compare(append);
    if (to.position === undefined || !isBehind(to.position, this.#head.position)) return;
    const added = appends.filter(({ ordinal }) => ordinal > this.#head.ordinal);
    this.#refuseGaps(added, to);
    for (const append of added) this.#add(append);
    this.#head = to;
  }

  /** What is here already must say the same. */
  #compare({ ordinal, stream, revision }: BookedAppend): void {
    const known = this.#appends[countUpTo(this.#appends, ordinal, (append) => append.ordinal) - 1];
    if (known?.ordinal === ordinal && known.stream === stream && known.revision === revision) return;
    throw new AnotherLog(`ordinal ${ordinal} is not event ${revision} of ${stream} in the place book`);
  }

  #refuseGaps(added: readonly BookedAppend[], to: BookHead): void {
    let { ordinal } = this.#head;
    const reached = new Map<string, number>();
    for (const { stream, revision, count } of added) {
      const last = this.#streams.get(stream)?.at(-1);
      const next = reached.get(stream) ?? (last === undefined ? 0 : last.revision + last.count);
      if (revision !== next) throw new AnotherLog(`${stream} has no event ${next} in the log, but ${revision}`);
      reached.set(stream, revision + count);
      ordinal += count;
    }
    if (ordinal !== to.ordinal)
      throw new AnotherLog(`the stretch up to ordinal ${to.ordinal} does not follow ordinal ${this.#head.ordinal}`);
  }

  #add(append: BookedAppend): void {
    const { stream, ordinal, count, commands } = append;
    this.#appends.push(append);
    const ofStream = this.#streams.get(stream);
    if (ofStream === undefined) this.#streams.set(stream, [append]);
    else ofStream.push(append);
    for (const id of commands) if (!this.#commands.has(id)) this.#commands.set(id, { ordinal, count });
  }

  async look({ streams, commands }: Asked): Promise<Known> {
    const revisions = streams.flatMap((stream) => {
      const last = this.#streams.get(stream)?.at(-1);
      return last === undefined ? [] : [[stream, last.revision + last.count - 1] as const];
    });
    const places = commands.flatMap((id) => ((range) => (range === undefined ? [] : [[id, range] as const]))(this.#commands.get(id)));
    return { revisions: new Map(revisions), commands: new Map(places) };
  }

  async ofStream(stream: string, from: number, limit: number): Promise<readonly PlacedAppend[]> {
    const appends = this.#streams.get(stream) ?? [];
    const first = Math.max(0, countUpTo(appends, from, ({ revision }) => revision) - 1);
    return appends.slice(first, first + limit).filter(({ revision, count }) => revision + count > from);
  }

  async between(from: number, to: number): Promise<readonly PlacedAppend[]> {
    const first = countUpTo(this.#appends, from, ({ ordinal }) => ordinal) - 1;
    return this.#appends
      .slice(
        Math.max(0, first),
        countUpTo(this.#appends, to, ({ ordinal }) => ordinal),
      )
      .filter(({ ordinal, count }) => ordinal + count > from);
  }

  async ordinalAt(ms: number): Promise<number> {
    const last = this.#appends[countUpTo(this.#appends, ms, ({ recordedMs }) => recordedMs) - 1];
    return last === undefined ? 0 : last.ordinal + last.count - 1;
  }
}
