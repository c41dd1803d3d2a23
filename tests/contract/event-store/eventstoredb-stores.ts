import type { Test } from "tap";
import { type EventStoreDbOptions, openEventStoreDbEventStore } from "../../../src/event-store/eventstoredb/eventstoredb-event-store.ts";
import { LogNames } from "../../../src/event-store/eventstoredb/names.ts";
import { toNode } from "../../../src/event-store/eventstoredb/stored-form.ts";
import type { AppendRequest, EventStore } from "../../../src/event-store/port.ts";
import { NO_STREAM } from "../../support/eventstoredb/stored-log.ts";
import { startTestNode, type TestNode } from "../../support/eventstoredb/test-node.ts";

/** Waits as short as a busy machine allows. */
export const QUICK = { answerWithinMs: 400, unknownAfterMs: 5_000, takeOverAfterMs: 10_000, watchEveryMs: 150 };
/** For tests in which claims are left behind. */
export const BRIEF = { answerWithinMs: 200, unknownAfterMs: 500, takeOverAfterMs: 1_000, revalidateAfterMs: 250 };

export async function openOn(t: Test, node: TestNode, options: Partial<EventStoreDbOptions> = {}): Promise<EventStore> {
  const store = await openEventStoreDbEventStore({ connectionString: node.connectionString, ...QUICK, ...options });
  t.teardown(() => store.close());
  return store;
}

export async function openWithNode(t: Test, options: Partial<EventStoreDbOptions> = {}): Promise<{ node: TestNode; store: EventStore }> {
  const node = await startTestNode(t);
  return { node, store: await openOn(t, node, options) };
}

/** Puts a request into the node's log past every store, as another process would. */
export function storeElsewhere(node: TestNode, request: AppendRequest): void {
  const names = new LogNames(undefined);
  const events = toNode(request, names, { at: Date.now(), by: "another process" });
  const stored = node.append(
    names.onNode(request.stream),
    BigInt(request.expected),
    events.map(({ id, type, contentType, data, metadata }) => ({ id, type, contentType, data, metadata: metadata as Uint8Array })),
  );
  if (stored.kind !== "success") throw new Error(`The other process could not store: ${stored.kind}`);
}

/** Events of somebody else's on the same node. */
export function storeForeign(node: TestNode, count: number): void {
  const nothing = new Uint8Array();
  const event = { type: "Noted", contentType: "application/octet-stream", data: nothing, metadata: nothing };
  const events = Array.from({ length: count }, () => ({ ...event, id: crypto.randomUUID() }));
  node.append(`foreign-${crypto.randomUUID()}`, NO_STREAM, events);
}

export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}
