import type { ApprovalNeed } from "../../schemas/approvals.ts";
import type { EventFilter } from "../event-store/port.ts";
import type { Signatory, Violation } from "../kernel/decider.ts";

/** Who is asking, as the credentials say. Whatever key was used, the person acts. */
export interface Principal {
  readonly personId: string;
  readonly keyId: string;
}

/** Where a person may look and act: by legal entity and branch; "all" includes later ones. */
export interface Access {
  readonly personId: string;
  /** Codes of the roles held anywhere today. */
  readonly roles: readonly string[];
  readonly entityIds: readonly string[] | "all";
  readonly branchIds: readonly string[] | "all";
  /** Those in whose place the person may decide today, and what. */
  readonly delegators: readonly NonNullable<Signatory["onBehalfOf"]>[];
}

export interface CommandRequest {
  /** As in the path: "apply-payment". */
  readonly command: string;
  /** As parsed from JSON; anything may be wrong with it. */
  readonly body: unknown;
  readonly idempotencyKey: string;
  readonly principal: Principal;
  /** Decide only on this revision of the target stream; `NO_STREAM` when it must not exist. */
  readonly expected?: number;
  /** Decide and answer, append nothing. */
  readonly dryRun?: boolean;
  readonly traceId: string;
}

/** A command that a process sends: SYSTEM acts, under an id that the process derives from what it reacts to. */
export interface SystemCommand {
  /** As in the path: "evaluate-promise". */
  readonly command: string;
  /** Personal values in clear, as from any caller. */
  readonly body: unknown;
  /** UUID; the same for the same step of the same cause. */
  readonly commandId: string;
  /** The event it follows from. */
  readonly causationId?: string;
  readonly traceId: string;
}

/** An accepted command's answer, rebuilt from stored text, so that a repeat gets the same bytes. */
export interface AcceptedBody {
  readonly commandId: string;
  readonly streamId: string;
  readonly revision: number;
  readonly position: string;
  readonly effectiveOn: string;
  readonly recordedAt: string;
  readonly events: readonly { readonly type: string; readonly eventId: string; readonly revision: number; readonly data: unknown }[];
}

/** A command that waits for other people, rebuilt from its stored request, so that a repeat gets the same bytes. */
export interface SubmittedBody {
  readonly approvalId: string;
  readonly commandId: string;
  /** Of a dry run that it would be requested. */
  readonly status: "REQUESTED" | "WOULD_BE_REQUESTED";
  /** Name of the command: "OpenCreditLine". */
  readonly command: string;
  readonly requirement: readonly ApprovalNeed[];
  /** Roles of which somebody else can help now. */
  readonly waitingFor: readonly string[];
  readonly expiresOn: string;
  readonly streamId: string;
  readonly revision: number;
  readonly position: string;
  readonly effectiveOn: string;
  readonly recordedAt: string;
}

/** The grant of an approval after which nobody is missing. */
export interface CompletingGrant {
  readonly approvalId: string;
  /** Of ApprovalGranted: what the ids of everything that follows are derived from. */
  readonly eventId: string;
}

/** Why a command was refused. The first violation gives status and code of the answer. */
export interface Refusal {
  readonly violations: readonly Violation[];
  /** Of the first answer, where this one repeats it. */
  readonly traceId: string;
  /** Of the target stream, with STALE_REVISION. */
  readonly currentRevision?: number;
  readonly retryAfterSeconds?: number;
}

export type CommandAnswer =
  | {
      readonly kind: "accepted";
      /** False for a command without effect and for a dry run. */
      readonly changed: boolean;
      readonly replayed: boolean;
      readonly body: AcceptedBody;
    }
  /** It waits for other people; with `changed: false` it was a dry run, and would wait. */
  | { readonly kind: "submitted"; readonly changed: boolean; readonly replayed: boolean; readonly body: SubmittedBody }
  | { readonly kind: "refused"; readonly replayed: boolean; readonly refusal: Refusal };

/** An event as an auditor reads it, envelope and all; personal values are sealed until `openPersonal`. */
export interface ReplayedEvent {
  readonly ordinal: number;
  readonly streamId: string;
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
  readonly data: unknown;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly recordedAt: string;
}

/** A refusal of a question: same shape as that of a command. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.violations[0]?.code ?? "refused");
    this.refusal = refusal;
  }
}

/** How a command describes itself in the catalogue. */
export interface CommandDescription {
  readonly name: string;
  /** kebab-case, as in the path. */
  readonly path: string;
  readonly title: { readonly en: string; readonly es: string };
  readonly issuedBy: readonly string[];
  readonly approvedBy: readonly string[];
  /** JSON Schema of the body. */
  readonly schema: object;
  readonly refusals: readonly string[];
}

/** What the edges (HTTP, command line) may ask of the write side. */
export interface Ledger {
  /** The principal of a token `{keyId}.{secret}`, or nothing. */
  authenticate(token: string): Promise<Principal | undefined>;
  access(principal: Principal): Promise<Access>;
  /** Throws only on a fault of the ledger itself; every "no" is an answer. */
  execute(request: CommandRequest): Promise<CommandAnswer>;
  /** The same for a process of the ledger itself; no credential leads here. Throws as `execute` does. */
  executeAsSystem(command: SystemCommand): Promise<CommandAnswer>;
  /** One answer per request, in order; requests of one stream are decided in order. With `atomic` all of one stream take effect or none. */
  executeBatch(requests: readonly CommandRequest[], options: { readonly atomic: boolean }): Promise<readonly CommandAnswer[]>;
  /** Carries through what a completing grant permits, as often as it is asked; throws where it is to be tried again later. */
  executeApproved(grant: CompletingGrant): Promise<void>;
  commands(): readonly CommandDescription[];
  /** Events of a stream from a revision on; throws `Refused` for streams the person may not see. */
  replay(principal: Principal, streamId: string, from: number, limit: number): Promise<readonly ReplayedEvent[]>;
  /** The folded state after the event of a revision (default: the last), as plain JSON; personal values sealed. */
  stateAt(principal: Principal, streamId: string, revision?: number): Promise<{ readonly revision: number; readonly state: unknown }>;
  /**
   * Events of the whole ledger after an ordinal, of these categories and types, as far as the person may see them. Looks at a bounded stretch
   * of the log: everything up to `next` has been looked at, and `next` is `after` only at the end of the log.
   */
  feed(
    principal: Principal,
    after: number,
    limit: number,
    filter: EventFilter,
  ): Promise<{ readonly events: readonly ReplayedEvent[]; readonly next: number }>;
  /** Makes anew, one after the other, the snapshots that an earlier version of the program left. Until then their accounts are slow to begin with. */
  renewSnapshots(stop: AbortSignal): Promise<void>;
  /** Personal values of an answer opened in place; "erased" where the key is gone. Adds the subjects it opened to `opened`. */
  openPersonal<T>(value: T, opened?: Set<string>): Promise<T>;
  /** Business date of now in an entity's time zone (without one: the first registered entity's, else UTC). */
  today(entityId?: string): Promise<string>;
  /** The instant at which a local day of an entity ends (exclusive), RFC 3339 UTC. */
  endOfDay(date: string, entityId?: string): Promise<string>;
  /** The aging policy of who has defined none. */
  readonly builtInAging: {
    readonly version: number;
    readonly base: string;
    readonly buckets: readonly { code: string; fromDays: number | null; toDays: number | null }[];
  };
}
