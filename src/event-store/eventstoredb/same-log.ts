import { AnotherLog, type BookHead, type PlaceBook } from "../place-book.ts";
import { readError } from "./failure.ts";
import type { LogNames } from "./names.ts";
import type { NodeCalls } from "./node-calls.ts";
import { fromNode } from "./stored-form.ts";

/**
 * Looks whether the node's log is the one that the place book was written from: it goes at least as far, and holds the book's last append where
 * the book has it. Throws `AnotherLog` otherwise.
 */
export async function refuseAnotherLog(calls: NodeCalls, names: LogNames, book: PlaceBook, head: BookHead): Promise<void> {
  if (head.position === undefined) return;
  if ((await at(calls, head.position)) === undefined) throw new AnotherLog("The log on the node ends before the place book does");
  const [last] = await book.between(head.ordinal, head.ordinal);
  if (last === undefined) return;
  const recorded = await at(calls, last.position);
  const isThere = recorded?.position.commit === last.position.commit && recorded.position.prepare === last.position.prepare;
  const found = isThere ? fromNode(recorded, names) : undefined;
  if (found?.stream === last.stream && found.revision === last.revision) return;
  throw new AnotherLog(`The node does not hold event ${last.revision} of ${last.stream} where the place book has it`);
}

/** The first event at or behind a place. */
async function at(calls: NodeCalls, position: NonNullable<BookHead["position"]>) {
  try {
    return (await calls.readAll(position, 1))[0];
  } catch (error) {
    throw readError(error);
  }
}
