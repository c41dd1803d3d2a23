/** Bounds of what one caller may ask of this process. Sizes in bytes, times in milliseconds. */
export interface Limits {
  readonly bodyBytes: number;
  readonly batchBytes: number;
  readonly batchLines: number;
  /** Nesting of arrays and objects in a body. */
  readonly jsonDepth: number;
  /** The request line and all headers. */
  readonly headerBytes: number;
  /** Until headers and body have arrived. */
  readonly requestTimeoutMs: number;
  /** Of silence on a connection. Longer than any answer takes. */
  readonly connectionTimeoutMs: number;
  /** Of waiting until read models have reached a position. */
  readonly waitMs: number;
  /** Server-sent event streams open at a time. */
  readonly eventStreams: number;
  readonly heartbeatMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  bodyBytes: 1024 * 1024,
  batchBytes: 8 * 1024 * 1024,
  batchLines: 1_000,
  jsonDepth: 64,
  headerBytes: 16 * 1024,
  requestTimeoutMs: 30_000,
  connectionTimeoutMs: 120_000,
  waitMs: 5_000,
  eventStreams: 100,
  heartbeatMs: 15_000,
};
