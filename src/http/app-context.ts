import type { FastifyBaseLogger } from "fastify";
import type { Ledger } from "../application/ledger.ts";
import type { EdgeLog } from "../application/ports.ts";
import type { Locale } from "../application/refusal-catalogue.ts";
import type { Limits } from "./limits.ts";
import type { Metrics } from "./operations/metrics.ts";
import type { EventStreams } from "./queries/event-streams.ts";
import type { ReadSide } from "./read-side.ts";

/** Somebody read personal data: whose, which fields, for what. Holds no personal value itself. */
export interface PersonalDataRead {
  /** RFC 3339. */
  readonly at: string;
  readonly actor: string;
  readonly subjectIds: readonly string[];
  readonly fields: readonly string[];
  /** The operation that needed them. */
  readonly purpose: string;
  readonly path: string;
}

/** Takes readings of personal data, to be written a little later. */
export interface AccessLog {
  record(read: PersonalDataRead): void;
}

/** Whether the parts of this process work, as main knows them. */
export interface Readiness {
  /** Both look at the real thing: the log is asked for its end, the read store for a row. A rejection counts as "no". */
  commandsWork(): Promise<boolean>;
  queriesWork(): Promise<boolean>;
  /** What carries the log: "postgresql", "eventstoredb". */
  readonly engine: string;
  /** True on a ledger that was created with a clock that can be set. */
  readonly testClock: boolean;
}

/** Everything a route may need, made once. */
export interface AppContext {
  readonly ledger: Ledger;
  readonly readSide: ReadSide;
  readonly edgeLog: EdgeLog;
  readonly accessLog: AccessLog;
  readonly readiness: Readiness;
  /** Of sentences for callers that name no language of ours. */
  readonly locale: Locale;
  readonly limits: Limits;
  readonly log: FastifyBaseLogger;
  readonly metrics: Metrics;
  readonly eventStreams: EventStreams;
}
