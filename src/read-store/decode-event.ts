import type { LedgerEvent } from "../../projections/define-projection.ts";
import { type EventType, eventRegistry } from "../../schemas/events/registry.ts";
import { placeInAppend } from "../event-store/append-place.ts";
import type { StoredEvent } from "../event-store/port.ts";

/** What the envelope of every event holds, among other things. */
interface StoredMeta {
  readonly v: number;
  readonly effectiveOn: string;
  readonly actor: string;
  readonly command: string;
  readonly commandId: string;
}

/** An event that cannot be read: of a type this version does not know, of a version newer than ours, or not well-formed. */
export class UnreadableEvent extends Error {
  override readonly name = "UnreadableEvent";
  readonly ordinal: number;
  readonly type: string;
  readonly recordedAt: string;
  /** Place within its append; 0 where even that cannot be read. */
  readonly index: number;
  constructor(stored: StoredEvent, reason: string, cause?: unknown) {
    super(`event ${stored.ordinal} (${stored.type}): ${reason}`, { cause });
    this.ordinal = stored.ordinal;
    this.type = stored.type;
    this.recordedAt = stored.recordedAt;
    this.index = placeInAppend(stored.meta)?.index ?? 0;
  }
}

/** The stored text as read models see it, in the current version of its schema. Throws `UnreadableEvent`. */
export function decodeEvent(stored: StoredEvent): LedgerEvent {
  const definition = Object.hasOwn(eventRegistry, stored.type) ? eventRegistry[stored.type as EventType] : undefined;
  if (definition === undefined) throw new UnreadableEvent(stored, "unknown type");
  const meta = parse(stored, stored.meta) as StoredMeta;
  const place = placeInAppend(stored.meta);
  if (place === undefined) throw new UnreadableEvent(stored, "it has no place in its append");
  const { index, count } = place;
  const separator = stored.stream.indexOf("-");
  return {
    type: stored.type as EventType,
    data: inCurrentVersion(stored, meta.v, definition) as LedgerEvent["data"],
    ordinal: stored.ordinal,
    knownFrom: stored.ordinal - index + count - 1,
    stream: stored.stream,
    category: separator === -1 ? stored.stream : stored.stream.slice(0, separator),
    streamId: separator === -1 ? "" : stored.stream.slice(separator + 1),
    revision: stored.revision,
    eventId: stored.eventId,
    effectiveOn: meta.effectiveOn,
    recordedAt: stored.recordedAt,
    actor: meta.actor,
    command: meta.command,
    commandId: meta.commandId,
    index,
    count,
  };
}

function inCurrentVersion(stored: StoredEvent, version: number, definition: (typeof eventRegistry)[EventType]): unknown {
  if (version > definition.version) throw new UnreadableEvent(stored, `version ${version} is newer than ${definition.version}`);
  const data = parse(stored, stored.data);
  if (version === definition.version) return data;
  if (definition.upcast === undefined) throw new UnreadableEvent(stored, `version ${version} has no way to ${definition.version}`);
  return definition.upcast(data);
}

function parse(stored: StoredEvent, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnreadableEvent(stored, "not well-formed", error);
  }
}
