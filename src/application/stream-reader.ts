import { partsOfAccount } from "../domain/account/account-id.ts";
import { approval } from "../domain/approval/approval.ts";
import { LEDGER } from "../domain/organisation/organisation.ts";
import { type EventFilter, type EventStore, NO_STREAM, type StoredEvent } from "../event-store/port.ts";
import { violation } from "../kernel/decider.ts";
import { type Access, type Principal, Refused, type ReplayedEvent } from "./ledger.ts";
import { plainState } from "./plain-state.ts";
import { streamRefOf } from "./stream-folds.ts";
import { stateAfter } from "./stream-state.ts";

export interface ReaderParts {
  readonly store: EventStore;
  access(principal: Principal): Promise<Access>;
}

/** An auditor's look at the log itself: raw events, and the state after each of them. */
export class StreamReader {
  readonly #parts: ReaderParts;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  async events(principal: Principal, streamId: string, from: number, limit: number): Promise<readonly ReplayedEvent[]> {
    await this.#mustBeVisible(principal, streamId);
    const events = await this.#parts.store.readStream(streamId, { from, limit });
    if (events.length === 0 && from === 0) throw notFound(streamId);
    return events.map(replayed);
  }

  async stateAt(
    principal: Principal,
    streamId: string,
    revision?: number,
  ): Promise<{ readonly revision: number; readonly state: unknown }> {
    await this.#mustBeVisible(principal, streamId);
    const last = (await this.#parts.store.revisions([streamId])).get(streamId) ?? NO_STREAM;
    const ref = streamRefOf(streamId);
    if (last === NO_STREAM || ref === undefined || (revision !== undefined && revision > last)) throw notFound(streamId);
    const state = await stateAfter(this.#parts.store, ref.fold, ref.id, revision ?? last);
    return { revision: state.revision, state: plainState(state.state) };
  }

  async feed(
    principal: Principal,
    after: number,
    limit: number,
    filter: EventFilter,
  ): Promise<{ readonly events: readonly ReplayedEvent[]; readonly next: number }> {
    const access = await this.#parts.access(principal);
    const { events, next } = await this.#parts.store.readMatching(after, limit, filter);
    const visible = events.filter((event) => isOfEntities(entityOf(event.stream) ?? entityOfApproval(event), access));
    return { events: visible.map(replayed), next };
  }

  async #mustBeVisible(principal: Principal, streamId: string): Promise<void> {
    const first = isApproval(streamId) ? (await this.#parts.store.readStream(streamId, { limit: 1 }))[0] : undefined;
    const entityId = entityOf(streamId) ?? (first && entityOfApproval(first));
    if (!isOfEntities(entityId, await this.#parts.access(principal))) throw notFound(streamId);
  }
}

/** As stored, parsed: personal values stay sealed, and whoever shows them opens them and keeps a record of it. */
function replayed({ ordinal, stream, revision, eventId, type, data, meta, recordedAt }: StoredEvent): ReplayedEvent {
  return { ordinal, streamId: stream, revision, eventId, type, data: JSON.parse(data), meta: JSON.parse(meta), recordedAt };
}

const notFound = (streamId: string) =>
  new Refused({ violations: [violation("RESOURCE_NOT_FOUND", { kind: "STREAM", streamId })], traceId: "" });

/** Streams of a legal entity that is not the person's do not exist for them. */
function isOfEntities(entityId: string | undefined, { entityIds }: Access): boolean {
  return entityId === undefined || entityIds === "all" || entityIds.includes(entityId);
}

function isApproval(streamId: string): boolean {
  return streamId.startsWith(`${approval.category}-`);
}

/** An approval belongs to the legal entity of the command it is about, which each of its events names. */
function entityOfApproval({ stream, data }: Pick<StoredEvent, "stream" | "data">): string | undefined {
  return isApproval(stream) ? (JSON.parse(data) as { readonly entityId?: string }).entityId : undefined;
}

function entityOf(streamId: string): string | undefined {
  const dash = streamId.indexOf("-");
  const [category, id] = [streamId.slice(0, dash), streamId.slice(dash + 1)];
  if (category === "account") return partsOfAccount(id).entityId;
  if (category === "policy") return id.split(".")[1];
  return category === "organisation" && id !== LEDGER ? id : undefined;
}
