import { TypeCompiler } from "@sinclair/typebox/compiler";
import { type EventType, eventRegistry } from "../../schemas/events/registry.ts";
import type { NewEvent, StoredEvent } from "../event-store/port.ts";
import "./formats.ts";
import { uuidV5 } from "./identity.ts";

/** What is stored beside the body of an event. */
export interface EventMeta {
  /** Version of the body's schema. */
  readonly v: number;
  readonly effectiveOn: string;
  readonly actor: string;
  /** The person in whose place the actor acted. */
  readonly onBehalfOf?: string;
  /** Who else stands behind it, where it waited for them. */
  readonly approvers?: readonly { readonly personId: string; readonly roles: readonly string[]; readonly onBehalfOf?: string }[];
  readonly command: string;
  readonly commandId: string;
  /** Keyed hash of command and body as sent: tells a repeat from a reused key. */
  readonly fingerprint: string;
  readonly correlationId?: string;
  /** The event a process reacted to. */
  readonly causationId?: string;
  readonly reason?: unknown;
  readonly waivers?: readonly string[];
  /** Versions of the policies used, by kind. */
  readonly policyVersions?: Readonly<Record<string, number>>;
  /** Streams whose state was used as a fact, with their revision. */
  readonly facts?: Readonly<Record<string, number>>;
  readonly claims?: readonly string[];
  /** Of the first event of an append: commands decided together with its own that changed nothing and left no event. */
  readonly silentCommands?: readonly string[];
  /** Place within the append, and how many events it has. */
  readonly index: number;
  readonly count: number;
}

const checkers = new Map<string, { Check(value: unknown): boolean }>();

/** Encodes an event for the log. A body that does not match its schema is a bug of a decider and stops the append. */
export function encodeEvent(type: string, data: unknown, meta: EventMeta): NewEvent {
  const definition = eventRegistry[type as EventType];
  if (definition === undefined) throw new Error(`the event ${type} is not in the registry`);
  const checker = checkers.get(type) ?? TypeCompiler.Compile(definition.schema);
  checkers.set(type, checker);
  if (!checker.Check(data))
    throw new Error(`the body of ${type} does not match its schema: ${[...TypeCompiler.Compile(definition.schema).Errors(data)][0]?.path}`);
  return { eventId: uuidV5(meta.commandId, String(meta.index)), type, data: JSON.stringify(data), meta: JSON.stringify(meta) };
}

export function versionOf(type: string): number {
  return eventRegistry[type as EventType]?.version ?? 1;
}

/** The body of a stored event in today's shape: older versions pass their upcasters. */
export function decodeData(event: Pick<StoredEvent, "type" | "data">, meta: EventMeta): unknown {
  const definition = eventRegistry[event.type as EventType];
  if (definition === undefined) throw new Error(`the log holds an event this version does not know: ${event.type}`);
  const data: unknown = JSON.parse(event.data);
  return meta.v < definition.version && definition.upcast ? definition.upcast(data) : data;
}

export function decodeMeta(event: Pick<StoredEvent, "meta">): EventMeta {
  return JSON.parse(event.meta) as EventMeta;
}
