import { randomUUID } from "node:crypto";
import { Client } from "pg";
import type { Test } from "tap";
import { openPostgresPlaceBook, type PostgresPlaceBook } from "../../../src/event-store/eventstoredb-places/postgres-place-book.ts";
import type { Asked, BookedAppend, BookHead, PlaceBook } from "../../../src/event-store/place-book.ts";

/** A place book of a test's own in the file's database. */
export interface TestBook extends PostgresPlaceBook {
  /** A connection of the test itself to the same database. */
  connect(): Promise<Client>;
}

export async function openBook(t: Test, connectionString: string): Promise<TestBook> {
  const book = await openPostgresPlaceBook({ connectionString, log: randomUUID() });
  t.teardown(() => book.close());
  const connect = async () => {
    const client = new Client({ connectionString });
    await client.connect();
    t.teardown(() => client.end());
    return client;
  };
  return { ...book, connect };
}

/** Its process is killed around a write: from then on it does nothing more, to the book or to anybody. */
export class DyingBook implements PlaceBook {
  readonly #book: PlaceBook;
  #dies: "before a write" | "after a write" | undefined;
  isDead = false;

  constructor(book: PlaceBook) {
    this.#book = book;
  }

  die(when: "before a write" | "after a write" | "now"): void {
    if (when === "now") this.isDead = true;
    else this.#dies = when;
  }

  async write(appends: readonly BookedAppend[], to: BookHead): Promise<void> {
    this.isDead ||= this.#dies === "before a write";
    await this.#alive(() => this.#book.write(appends, to));
    this.isDead ||= this.#dies === "after a write";
    await this.#alive(async () => undefined);
  }

  head = () => this.#alive(() => this.#book.head());
  look = (asked: Asked) => this.#alive(() => this.#book.look(asked));
  ofStream = (stream: string, from: number, limit: number) => this.#alive(() => this.#book.ofStream(stream, from, limit));
  between = (from: number, to: number) => this.#alive(() => this.#book.between(from, to));
  ordinalAt = (ms: number) => this.#alive(() => this.#book.ordinalAt(ms));

  async #alive<T>(work: () => Promise<T>): Promise<T> {
    if (this.isDead) throw new Error("The process is dead");
    return work();
  }
}
