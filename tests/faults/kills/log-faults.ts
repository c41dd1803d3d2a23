import type { FeedEvent } from "../place.ts";
import type { Acknowledged } from "./callers.ts";

interface Accepted {
  readonly commandId: string;
  readonly streamId: string;
  readonly position: string;
  readonly events: readonly { readonly type: string; readonly eventId: string; readonly revision: number; readonly data: unknown }[];
}

/** What is wrong with the order of a log: places left out or taken twice, appends that are cut or repeated. One sentence each. */
export function orderFaults(log: readonly FeedEvent[]): readonly string[] {
  const faults: string[] = [];
  const revisions = new Map<string, number>();
  const commands = new Set<string>();
  let before: FeedEvent | undefined;
  for (const event of log) {
    const { ordinal, streamId, revision, meta } = event;
    if (ordinal !== (before?.ordinal ?? 0) + 1) faults.push(`ordinal ${ordinal} follows ${before?.ordinal}`);
    const expected = (revisions.get(streamId) ?? -1) + 1;
    if (revision !== expected) faults.push(`${streamId} has revision ${revision} where ${expected} is due`);
    revisions.set(streamId, revision);
    const goesOn = before !== undefined && before.meta.index + 1 < before.meta.count;
    if (meta.index !== (goesOn ? (before?.meta.index ?? 0) + 1 : 0)) faults.push(`the append at ordinal ${ordinal} is not whole`);
    if (meta.index === 0 && commands.has(meta.commandId)) faults.push(`command ${meta.commandId} is stored twice, again at ${ordinal}`);
    commands.add(meta.commandId);
    before = event;
  }
  return faults;
}

/** Acknowledged commands that the log does not hold exactly as they were acknowledged. */
export function lostOrOther(log: readonly FeedEvent[], journal: readonly Acknowledged[]): readonly string[] {
  const stored = new Map<string, FeedEvent[]>();
  for (const event of log) stored.set(event.meta.commandId, [...(stored.get(event.meta.commandId) ?? []), event]);
  return journal
    .filter(({ status }) => status === 201)
    .filter(({ text }) => {
      const { commandId, streamId, position, events } = JSON.parse(text) as Accepted;
      const held = stored.get(commandId) ?? [];
      const asAnswered = held.map(({ type, eventId, revision, data }) => ({ type, eventId, revision, data }));
      const isThere = held.every((event) => event.streamId === streamId) && String(held.at(-1)?.ordinal) === position;
      return !isThere || JSON.stringify(asAnswered) !== JSON.stringify(events);
    })
    .map(({ key, text }) => `${key}, answered ${text}`);
}

/** What callers know to have happened, and what the log says happened: the ids of receipts and applications, and how many refusals. */
export function whatHappened(journal: readonly Acknowledged[]) {
  const keysOf = (name: string) => journal.filter((entry) => entry.name === name && entry.status === 201).map(({ key }) => key);
  return {
    receipts: keysOf("register-receipt").sort(),
    applications: keysOf("apply-payment").sort(),
    refusals: journal.filter(({ status }) => status === 422).length,
  };
}

export function whatIsStored(log: readonly FeedEvent[]): ReturnType<typeof whatHappened> {
  const ofType = (type: string) => log.filter((event) => event.type === type).map(({ data }) => data);
  return {
    receipts: ofType("ReceiptRegistered")
      .map(({ receiptId }) => receiptId)
      .sort(),
    applications: ofType("PaymentApplied")
      .map(({ applicationId }) => applicationId)
      .sort(),
    refusals: ofType("CommandRefused").length,
  };
}
