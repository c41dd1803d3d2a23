import type { DeepReadonly } from "../../../kernel/decider.ts";
import { type Minor, smallerOf } from "../../../kernel/money.ts";
import type { Account } from "../account.ts";
import { freeOpen, type Instalment } from "../documents/documents.ts";

/** What a note settles of one instalment: what is open of it, or the memo of a write-off. */
export interface CreditPart {
  readonly instalmentId: string;
  readonly amount: Minor;
  readonly memoOf: string | undefined;
}

interface Wanted {
  readonly instalmentId: string;
  readonly amount: Minor;
}

/** Of a written-off item the memo goes down first, one write-off after the other; the rest is for what is open (receivables §12). */
export function memoFirst(account: Account, { instalmentId, amount }: Wanted): readonly CreditPart[] {
  let left = amount;
  const ofMemo = memosOf(account, instalmentId).flatMap(({ memoOf, memo }) => {
    const taken = smallerOf(memo, left);
    left -= taken;
    return taken > 0n ? { instalmentId, amount: taken, memoOf } : [];
  });
  return left > 0n ? [...ofMemo, { instalmentId, amount: left, memoOf: undefined }] : ofMemo;
}

/** What is still owed of an instalment and a note may settle: its memo, and what of it is open and not held. */
export function creditable(account: Account, instalmentId: string): Minor {
  const item = account.documents.instalments.get(instalmentId);
  return item === undefined ? 0n : item.memo + freeOpen(item);
}

/** An amount over the instalments of a document, as far as they take it: oldest due first, then the larger, then by id (APL-8). */
export function oldestFirst(account: Account, documentId: string, amount: Minor): readonly Wanted[] {
  const { byId, instalments } = account.documents;
  const items = (byId.get(documentId)?.instalmentIds ?? [])
    .map((instalmentId) => ({ instalmentId, item: instalments.get(instalmentId) }))
    .filter((each): each is Item => each.item !== undefined)
    .sort(inOrder);
  let left = amount;
  return items.flatMap(({ instalmentId }) => {
    const taken = smallerOf(left, creditable(account, instalmentId));
    left -= taken;
    return taken > 0n ? { instalmentId, amount: taken } : [];
  });
}

interface Item {
  readonly instalmentId: string;
  readonly item: DeepReadonly<Instalment>;
}

function inOrder(a: Item, b: Item): number {
  if (a.item.dueOn !== b.item.dueOn) return a.item.dueOn < b.item.dueOn ? -1 : 1;
  if (a.item.open !== b.item.open) return a.item.open > b.item.open ? -1 : 1;
  return a.instalmentId < b.instalmentId ? -1 : 1;
}

/** The memos of an instalment by write-off, in the order in which they were proposed. */
function memosOf({ documents, writeOffs }: Account, instalmentId: string): readonly { readonly memoOf: string; readonly memo: Minor }[] {
  if ((documents.instalments.get(instalmentId)?.memo ?? 0n) === 0n) return [];
  return [...writeOffs].flatMap(([memoOf, { status, lines }]) =>
    status !== "POSTED" ? [] : lines.filter((line) => line.instalmentId === instalmentId).map(({ memo }) => ({ memoOf, memo })),
  );
}
