import { placeInAppend } from "./append-place.ts";
import { type AppendRequest, MAX_APPEND_BYTES, MAX_EVENT_BYTES, type NewEvent, NO_STREAM, UnstorableRequest } from "./port.ts";

/** Streams and claims are index keys, and an index has a limit of its own. */
const MAX_KEY_BYTES = 512;
const MAX_CLAIMS = 4_000;
const MAX_COMMANDS = 1_000;
const MAX_FENCES = 1_000;
/** Bodies of commands are at most as deep; an event adds little to one. */
const MAX_JSON_DEPTH = 100;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** The variant of RFC 9562 is what tells an id from the key of a claim where both stand in one table. */
const COMMAND_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** With the u flag a surrogate matches only where its other half is missing. */
const LONE_SURROGATE = /[\uD800-\uDFFF]/u;
const [QUOTE, BACKSLASH, OPENING_BRACKET, CLOSING_BRACKET, OPENING_BRACE, CLOSING_BRACE] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];
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
  if (!COMMAND_ID.test(commandId)) refuse(`The command id "${commandId}" is not a lower-case UUID`);
  if (alsoCommands.length >= MAX_COMMANDS) refuse(`${alsoCommands.length + 1} commands are more than ${MAX_COMMANDS}`);
  for (const id of alsoCommands)
    if (!COMMAND_ID.test(id) || id === commandId) refuse(`The command id "${id}" is not another lower-case UUID`);
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
  const bytes = Buffer.byteLength(event.data) + Buffer.byteLength(event.meta);
  if (bytes > MAX_EVENT_BYTES) refuse(`${event.type} has ${bytes} bytes, more than ${MAX_EVENT_BYTES}`);
  checkJson(event.data, `The data of ${event.type}`);
  checkJson(event.meta, `The meta of ${event.type}`);
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

/** Characters that PostgreSQL or UTF-8 cannot hold. */
function checkText(text: string, what: string): void {
  if (isUnstorable(text)) refuse(`${what} holds a character that cannot be stored`);
}

/**
 * Written as escapes, such characters could be stored here, and would fail the first read model that takes the decoded text. The depth is
 * looked at first: what walks a value calls itself for every level, here and in every reader.
 */
function checkJson(text: string, what: string): void {
  checkText(text, what);
  if (isDeeperThan(MAX_JSON_DEPTH, text)) refuse(`${what} is nested more than ${MAX_JSON_DEPTH} levels deep`);
  if (SUSPICIOUS_ESCAPE.test(text) && decodesToUnstorable(text)) refuse(`${what} holds an escaped character that cannot be stored`);
}

/** Looks at brackets outside of strings, without parsing. */
function isDeeperThan(limit: number, text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === BACKSLASH && inString) at += 1;
    else if (unit === QUOTE) inString = !inString;
    else if (inString) continue;
    else if (unit === OPENING_BRACKET || unit === OPENING_BRACE) depth += 1;
    else if (unit === CLOSING_BRACKET || unit === CLOSING_BRACE) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
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
