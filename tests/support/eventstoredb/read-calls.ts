import streams from "@eventstore/db-client/generated/streams_pb.js";
import type { CalledNode } from "./called-node.ts";
import { LiveSubscription, type Search } from "./live-subscription.ts";
import { broken, identifierOf, nameOf, type ReadCall, responseOf } from "./messages.ts";
import type { Recorded } from "./stored-log.ts";

const BACKWARDS = 1;
const UNKNOWN_POSITION = "18446744073709551615";
const LONGEST_LOG = Number.MAX_SAFE_INTEGER;

export function readsEverything({ request }: ReadCall): boolean {
  return request.getOptions()?.hasAll() ?? false;
}

/** Reads of a stream or of everything, and subscriptions: one method of the protocol. */
export function read(node: CalledNode, call: ReadCall): void {
  call.on("error", () => undefined);
  node.whenThawed(() => {
    const options = call.request.getOptions();
    if (options === undefined) return void call.end();
    const stream = options.hasStream() ? nameOf(options.getStream()?.getStreamIdentifier()) : "$all";
    const fault = node.faultOf(options.hasSubscription() ? "subscribe" : "read", stream, call.getPeer());
    if (fault === "failure" || fault === "internal error") return void call.emit("error", broken(fault));
    if (fault === "silence") return;
    if (fault === "clean end") return void call.end();
    if (options.hasSubscription()) return node.subscribe(new LiveSubscription(call, searchOf(options)));
    if (options.hasStream()) return readStream(node, call, options, stream);
    for (const event of selectAll(node.log.all, options)) call.write(responseOf(event));
    call.end();
  });
}

function readStream(node: CalledNode, call: ReadCall, options: streams.ReadReq.Options, name: string): void {
  const stream = node.log.stream(name);
  const first = node.log.firstLeft(name);
  if (stream === undefined || stream.length === first) {
    const notFound = new streams.ReadResp.StreamNotFound();
    notFound.setStreamIdentifier(identifierOf(name));
    const response = new streams.ReadResp();
    response.setStreamNotFound(notFound);
    call.write(response);
    call.end();
    return;
  }
  const count = countOf(options);
  const where = options.getStream();
  const from = where?.hasRevision() ? Number(where.getRevision()) : where?.hasEnd() ? stream.length - 1 : first;
  const backwards = options.getReadDirection() === BACKWARDS;
  const start = Math.max(first, backwards ? from + 1 - count : from);
  const found = stream.slice(start, backwards ? from + 1 : start + count);
  if (backwards) found.reverse();
  // Older nodes give no position here, and nobody may rely on it.
  for (const event of found) call.write(responseOf(event, UNKNOWN_POSITION));
  call.end();
}

/** Forwards from a position: with the event at it. Backwards: what is before it. */
function selectAll(all: readonly Recorded[], options: streams.ReadReq.Options): readonly Recorded[] {
  const count = countOf(options);
  const where = options.getAll();
  const position = where?.getPosition();
  const at = position === undefined ? undefined : BigInt(position.getCommitPosition());
  if (options.getReadDirection() === BACKWARDS) {
    const end = at === undefined ? (where?.hasEnd() ? all.length : 0) : firstAt(all, at);
    return all.slice(Math.max(0, end - count), end).reverse();
  }
  const start = at === undefined ? (where?.hasEnd() ? all.length : 0) : firstAt(all, at);
  return all.slice(start, start + count);
}

/** The index of the first event at or after a position. */
function firstAt(all: readonly Recorded[], position: bigint): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.position ?? 0n) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function searchOf(options: streams.ReadReq.Options): Search {
  const filter = options.getFilter();
  const names = filter?.getStreamIdentifier();
  const types = filter?.getEventType();
  const expression = names ?? types;
  const pattern = expression?.getRegex() ? new RegExp(expression.getRegex()) : undefined;
  const prefixes = expression?.getPrefixList() ?? [];
  const position = options.getAll()?.getPosition();
  return {
    after: position === undefined ? undefined : [BigInt(position.getCommitPosition()), BigInt(position.getPreparePosition())],
    fromEnd: options.getAll()?.hasEnd() ?? false,
    filtered: filter !== undefined,
    window: (filter?.hasMax() ? filter.getMax() : 32) * (filter?.getCheckpointintervalmultiplier() ?? 1),
    wants: (event) => {
      if (expression === undefined) return true;
      const text = names === undefined ? event.type : event.stream;
      return pattern?.test(text) ?? prefixes.some((prefix) => text.startsWith(prefix));
    },
  };
}

function countOf(options: streams.ReadReq.Options): number {
  return options.hasCount() ? Math.min(Number(options.getCount()), LONGEST_LOG) : LONGEST_LOG;
}
