import type { EventData, EventType } from "../../../schemas/events/registry.ts";
import type { StoredEvent } from "../../event-store/port.ts";
import { decodeData, decodeMeta } from "../event-codec.ts";
import type { ProcessEvent } from "./define-process.ts";

/** A stored event as processes see it. */
export function processEvent(stored: StoredEvent): ProcessEvent {
  const meta = decodeMeta(stored);
  const { type, eventId, ordinal, stream } = stored;
  const data = decodeData(stored, meta) as EventData<EventType>;
  const streamId = stream.slice(stream.indexOf("-") + 1);
  return { type: type as EventType, data, eventId, ordinal, stream, streamId, effectiveOn: meta.effectiveOn, actor: meta.actor };
}
