import { placeInAppend } from "./append-place.ts";
import { type AppendRequest, MAX_APPEND_BYTES, MAX_EVENT_BYTES, type NewEvent, NO_STREAM, UnstorableRequest } from "./port.ts";

/** Streams and claims are index keys, and an index has a limit of its own. */
const MAX_KEY_BYTES = 512;
const MAX_CLAIMS = 4_000;
const MAX_COMMANDS = 1_000;
const MAX_FENCES = 1_000;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** With the u flag a surrogate matches only where its other half is missing. */
const LONE_SURROGATE = /[\uD800-\uDFFF]/u;
const SUSPICIOUS_ESCAPE = /\\u(?:0000|[dD][89a-fA-F])/;

/** Whether a text is a UUID in the one form the log knows: lower case, with hyphens. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * Everything that would make an append fail for a reason of its own, so that it never fails its neighbours in a batch. Gives the size of the
 * request in bytes. Throws `UnstorableRequest`.
 */
export function checkRequest(request: AppendRequest): number {
  const { stream, expected, events, commandId, alsoCommands = [], claims, unchanged } = request;
  checkKey(stream, "The stream's name");
  if (!Number.isSafeInteger(expected) || expected < NO_STREAM) refuse(`The expected revision ${expected} is not a revision`);
  if (!isUuid(commandId)) refuse(`The command id "${commandId}" is not a lower-case UUID`);
  if (alsoCommands.length >= MAX_COMMANDS) refuse(`${alsoCommands.length + 1} commands are more than ${MAX_COMMANDS}`);
  for (const id of alsoCommands) if (!isUuid(id) || id === commandId) refuse(`The command id "${id}" is not another lower-case UUID`);
  if (events.length === 0) refuse("An append needs at least one event");
  if (claims.length > MAX_CLAIMS) refuse(`${claims.length} claims are more than ${MAX_CLAIMS}`);
  if (unchanged.length > MAX_FENCES) refuse(`${unchanged.length} unchanged streams are more than ${MAX_FENCES}`);

  let bytes = stream.length + commandId.length;
  events.forEach((event, index) => {
    bytes += checkEvent(event, index, events.length);
  });
  if (bytes > MAX_APPEND_BYTES) refuse(`An append of ${bytes} bytes is larger than ${MAX_APPEND_BYTES}`);
  for (const claim of claims) bytes += checkClaim(claim);
  for (const fence of unchanged) {
    bytes += checkKey(fence.stream, "The name of an unchanged stream");
    if (!Number.isSafeInteger(fence.revision) || fence.revision < NO_STREAM)
      refuse(`"${fence.stream}" cannot be at revision ${fence.revision}`);
  }
  return bytes;
}

function checkEvent(event: NewEvent, index: number, count: number): number {
  if (!isUuid(event.eventId)) refuse(`The event id "${event.eventId}" is not a lower-case UUID`);
  const typeBytes = checkKey(event.type, "An event's type");
  checkText(event.data, `The data of ${event.type}`);
  checkText(event.meta, `The meta of ${event.type}`);
  const bytes = Buffer.byteLength(event.data) + Buffer.byteLength(event.meta);
  if (bytes > MAX_EVENT_BYTES) refuse(`${event.type} has ${bytes} bytes, more than ${MAX_EVENT_BYTES}`);
  // Readers cut the log between appends by these two; wrong ones could never be put right.
  const place = placeInAppend(event.meta);
  if (place?.index !== index || place.count !== count) {
    refuse(`The meta of ${event.type} must say "index": ${index}, "count": ${count}`);
  }
  return bytes + typeBytes + event.eventId.length;
}

/** Command ids live among the claims: a claim that looks like one could stand in for it. */
function checkClaim(claim: string): number {
  if (isUuid(claim)) refuse(`The claim "${claim}" is a bare UUID: put a word before it that says of what`);
  return checkKey(claim, "A claim");
}

function checkKey(text: string, what: string): number {
  if (text === "") refuse(`${what} is empty`);
  checkText(text, what);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_KEY_BYTES) refuse(`${what} has ${bytes} bytes, more than ${MAX_KEY_BYTES}`);
  return bytes;
}

/**
 * Characters that PostgreSQL or UTF-8 cannot hold. Written as escapes in JSON they could be stored here, and would fail the first read model
 * that takes the decoded text, so they are refused as well.
 */
function checkText(text: string, what: string): void {
  if (text.includes("\0") || LONE_SURROGATE.test(text)) refuse(`${what} holds a character that cannot be stored`);
  if (SUSPICIOUS_ESCAPE.test(text) && decodesToUnstorable(text)) refuse(`${what} holds an escaped character that cannot be stored`);
}

function decodesToUnstorable(text: string): boolean {
  let found = false;
  try {
    JSON.parse(text, (key, value: unknown) => {
      found ||= isUnstorable(key) || (typeof value === "string" && isUnstorable(value));
      return value;
    });
  } catch {
    // Not JSON, so these are no escapes.
  }
  return found;
}

function isUnstorable(text: string): boolean {
  return text.includes("\0") || LONE_SURROGATE.test(text);
}

function refuse(message: string): never {
  throw new UnstorableRequest(message);
}
