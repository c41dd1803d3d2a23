import { type AppendedRange, type AppendOutcome, type AppendRequest, NO_STREAM, type StoredEvent } from "../port.ts";

/** The log itself, kept in arrays and maps: what is stored, and the judgement of one request after the other. */
export class MemoryLog {
  readonly events: StoredEvent[] = [];
  readonly streams = new Map<string, StoredEvent[]>();
  readonly #claims = new Map<string, AppendedRange>();
  #recordedMs = 0;
  /** The earliest time the next append may carry. */
  #notBeforeMs = 0;

  revision(stream: string): number {
    return (this.streams.get(stream)?.length ?? 0) + NO_STREAM;
  }

  findClaim(key: string): AppendedRange | undefined {
    return this.#claims.get(key);
  }

  append(request: AppendRequest, nowMs: number): AppendOutcome {
    const own = this.#claims.get(request.commandId);
    if (own !== undefined) return { outcome: "replay", ...own };
    if (request.unchanged.some((fence) => this.revision(fence.stream) !== fence.revision)) return { outcome: "moved" };
    for (const claim of [...(request.alsoCommands ?? []), ...request.claims]) {
      const owner = this.#claims.get(claim);
      if (owner !== undefined) return { outcome: "duplicate", claim, ...owner };
    }
    if (this.revision(request.stream) !== request.expected) return { outcome: "conflict" };
    return this.#store(request, nowMs);
  }

  /** No later append carries a time at or before the last one's or the clock's. */
  settle(nowMs: number): void {
    this.#notBeforeMs = Math.max(this.#notBeforeMs, Math.max(this.#recordedMs, nowMs) + 1);
  }

  recordedAt(): string {
    return new Date(this.#recordedMs).toISOString();
  }

  #store(request: AppendRequest, nowMs: number): AppendOutcome {
    this.#recordedMs = Math.max(nowMs, this.#notBeforeMs);
    this.#notBeforeMs = this.#recordedMs;
    const range = { ordinal: this.events.length + 1, count: request.events.length };
    const stream = this.streams.get(request.stream) ?? [];
    const recordedAt = this.recordedAt();
    for (const { eventId, type, data, meta } of request.events) {
      const stored = {
        eventId,
        type,
        data,
        meta,
        stream: request.stream,
        revision: stream.length,
        ordinal: this.events.length + 1,
        recordedAt,
      };
      stream.push(stored);
      this.events.push(stored);
    }
    this.streams.set(request.stream, stream);
    for (const key of [request.commandId, ...(request.alsoCommands ?? []), ...request.claims]) this.#claims.set(key, range);
    return { outcome: "ok", revision: stream.length - 1, ordinal: range.ordinal, recordedAt };
  }
}
