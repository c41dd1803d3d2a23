import { addFrom, lastOf, nothingByDay } from "../model/days.ts";
import { derivedId, firstOpenDay, freeOpenOf, memoOf, type NaiveAccount, type NaiveCredit, openOf, total } from "../model/naive-account.ts";
import { begin, documentOf, itemOf, planSettling } from "../model/settling.ts";

interface Part {
  readonly itemId: string;
  readonly amount: number;
  /** The write-off whose memo it lowers. */
  readonly memo: string | undefined;
}

interface Wanted {
  readonly itemId: string;
  readonly amount: number;
}

export interface NoteBorn {
  readonly amount: number;
  readonly issue: number;
  readonly effect: number;
  readonly documentId: string | undefined;
  readonly reason: string;
}

/** A credit as it is when nothing of it is used. */
export function freshCredit(
  account: NaiveAccount,
  credit: Partial<NaiveCredit> & Pick<NaiveCredit, "kind" | "amount" | "value" | "effect">,
): NaiveCredit {
  account.order += 1;
  const [left, leftToSettle] = [nothingByDay(), nothingByDay()];
  addFrom(left, credit.effect, credit.amount);
  addFrom(leftToSettle, credit.value, credit.amount);
  return {
    ...{
      method: undefined,
      received: credit.value,
      status: "LIVE",
      cleared: true,
      clearedOn: undefined,
      clearedBy: undefined,
      waitsSince: 0,
      reserved: 0,
    },
    ...{ order: account.order, left, leftToSettle, registeredBy: "", payer: "customer C1", fromAccount: undefined, reference: undefined },
    replaced: false,
    ...credit,
  };
}

/** The note is issued: a credit from now on. */
export function addNote(account: NaiveAccount, id: string, { amount, issue, effect, documentId, reason }: NoteBorn): void {
  account.credits.set(id, freshCredit(account, { kind: "CREDIT_NOTE", amount, value: issue, effect }));
  const asked = account.notes.get(id);
  if (asked !== undefined) {
    asked.status = "ISSUED";
    asked.amount = amount;
    return;
  }
  const unasked = { requested: 0, lines: undefined, requestedBy: undefined, requestedOn: -1 };
  account.notes.set(id, { status: "ISSUED", reason, documentId, amount, ...unasked });
}

/** What is still owed of an item and a note may settle. */
export function creditable(account: NaiveAccount, itemId: string): number {
  return memoOf(account, itemId) + freeOpenOf(account, itemId);
}

/** What a note settles as it is issued: lines as given or as requested, or the oldest due first, then the larger, then by id (APL-8). */
export function wantedBy(
  account: NaiveAccount,
  documentId: string | undefined,
  amount: number,
  lines: readonly Wanted[] | undefined,
  linesAreRequested: boolean,
): readonly Wanted[] {
  if (documentId === undefined) return [];
  const fitting = (line: Wanted) => ({ ...line, amount: Math.min(line.amount, creditable(account, line.itemId)) });
  if (lines !== undefined) return (linesAreRequested ? lines.map(fitting) : lines).filter((each) => each.amount > 0);
  const items = [...(account.documents.get(documentId)?.itemIds ?? [])];
  const due = (id: string) => lastOf(itemOf(account, id).due);
  items.sort((a, b) => due(a) - due(b) || openOf(account, b) - openOf(account, a) || (a < b ? -1 : 1));
  let left = amount;
  return items.flatMap((itemId) => {
    const taken = Math.min(left, creditable(account, itemId));
    left -= taken;
    return taken > 0 ? [{ itemId, amount: taken }] : [];
  });
}

/** Of a written-off item the memo goes down first, one write-off after the other. */
export function memoFirst(account: NaiveAccount, wanted: readonly Wanted[]): readonly Part[] {
  return wanted.flatMap(({ itemId, amount }) => {
    let left = amount;
    const parts: Part[] = [];
    for (const [memo, { status, lines }] of account.writeOffs) {
      const line = status === "POSTED" ? lines.find((each) => each.itemId === itemId) : undefined;
      const taken = Math.min(left, line === undefined ? 0 : lastOf(line.memo));
      left -= taken;
      if (taken > 0) parts.push({ itemId, amount: taken, memo });
    }
    return left > 0 ? [...parts, { itemId, amount: left, memo: undefined }] : parts;
  });
}

/** How a note settles parts: from when on, with which days, or why not. */
export function planNote(
  account: NaiveAccount,
  applicationId: string,
  noteId: string,
  credit: NaiveCredit | undefined,
  parts: readonly Part[],
  effect: number | undefined,
) {
  const ofOpen = parts.filter(({ memo }) => memo === undefined);
  const ofMemo = parts.filter(({ memo }) => memo !== undefined);
  const rest = credit && without(credit, total(ofMemo.map(({ amount }) => amount)));
  const lines = ofOpen.map(({ itemId, amount }) => ({ itemId, amount, together: [] }));
  const words = { notFound: "CREDIT_NOTE_NOT_FOUND", exhausted: "CREDIT_EXHAUSTED" };
  const plan = planSettling(account, { id: applicationId, creditId: noteId, credit: rest, ...words, lines, effect });
  const posted = (those: readonly Part[]) => Math.max(-1, ...those.map(({ memo }) => account.writeOffs.get(memo ?? "")?.postedOn ?? -1));
  const on = effect ?? firstOpenDay(account, Math.max(plan.on, posted(ofMemo)));
  const days = parts.map((part) => {
    if (part.memo === undefined) return plan.days[ofOpen.indexOf(part)] ?? 0;
    const ofThisItem = ofMemo.filter(({ itemId }) => itemId === part.itemId);
    return Math.max(credit?.value ?? 0, documentOf(account, part.itemId).issue, posted(ofThisItem));
  });
  return { on, days, must: [...plan.must, ...(plan.must.length === 0 && on < posted(ofMemo) ? ["EFFECTIVE_BEFORE_DOCUMENT"] : [])] };
}

function without(credit: NaiveCredit, amount: number): NaiveCredit {
  const [left, leftToSettle] = [Int32Array.from(credit.left), Int32Array.from(credit.leftToSettle)];
  addFrom(left, credit.effect, -amount);
  addFrom(leftToSettle, credit.value, -amount);
  return { ...credit, left, leftToSettle };
}

export function applyParts(
  account: NaiveAccount,
  applicationId: string,
  noteId: string,
  parts: readonly Part[],
  { on, days }: { readonly on: number; readonly days: readonly number[] },
): void {
  const lines = parts.map(({ itemId, amount, memo }, index) => {
    const settled = days[index] ?? 0;
    return { id: `${applicationId}.${index + 1}`, itemId, amount, left: amount, settled, companions: [], memoOf: memo };
  });
  begin(account, applicationId, { kind: "CREDIT", creditId: noteId, effect: on, lines });
}

/** What a note settles as it is issued has an id of the ledger's own. */
export function idOfIssue({ applications, proposals }: NaiveAccount, noteId: string): string {
  return derivedId(noteId, "A", (id) => applications.has(id) || proposals.has(id));
}

/** A note that is there settles at once what it is for. */
export function applyNote(
  account: NaiveAccount,
  noteId: string,
  {
    documentId,
    amount,
    lines,
    linesAreRequested,
  }: Pick<NoteBorn, "documentId" | "amount"> & {
    readonly lines: readonly Wanted[] | undefined;
    readonly linesAreRequested: boolean;
  },
): void {
  const parts = memoFirst(account, wantedBy(account, documentId, amount, lines, linesAreRequested));
  if (parts.length === 0) return;
  const id = idOfIssue(account, noteId);
  applyParts(account, id, noteId, parts, planNote(account, id, noteId, account.credits.get(noteId), parts, undefined));
}

/** Whether an active promise covers an item. */
export function liveCover({ promises }: NaiveAccount, itemId: string): boolean {
  return [...promises.values()].some(({ status, lines }) => status === "ACTIVE" && lines.some((line) => line.itemId === itemId));
}
