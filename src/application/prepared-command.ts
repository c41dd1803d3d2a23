import type { Sealed, Signatory, Violation } from "../kernel/decider.ts";
import type { AnyCommand } from "./command-catalogue.ts";

/** A command that arrived well-formed from somebody who may send it: ready to be decided. */
export interface PreparedCommand {
  readonly definition: AnyCommand;
  /** Personal values sealed. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly commandId: string;
  readonly fingerprint: string;
  readonly actor: Signatory;
  /** Who approved it, where it waited for others. */
  readonly approvers: readonly Signatory[];
  readonly entityId: string | undefined;
  readonly branchId: string | undefined;
  readonly today: string;
  readonly effectiveOn: string | undefined;
  readonly reason: Sealed | undefined;
  readonly correlationId: string | undefined;
  /** The event that caused it, where a process sends it. */
  readonly causationId?: string;
  /** Rules about the form of values that were broken: refused like any broken rule, with a memory. */
  readonly formViolations: readonly Violation[];
  /** True while one person still sets the ledger up alone. */
  readonly beingSetUp: boolean;
  /** Where only other people are missing, it waits for them. */
  readonly submitForApproval: boolean;
  readonly expected: number | undefined;
  readonly dryRun: boolean;
  readonly traceId: string;
}

/** What became of a command at its desk. */
export type Verdict =
  | { readonly kind: "appended"; readonly events: readonly DeskEvent[] }
  | { readonly kind: "previewed"; readonly events: readonly DeskEvent[] }
  | { readonly kind: "unchanged"; readonly revision: number }
  /** `at` is the place of the refused one among commands decided together. */
  | { readonly kind: "refused"; readonly violations: readonly Violation[]; readonly at: number; readonly revision: number }
  | { readonly kind: "stale"; readonly revision: number }
  /** The command is in the log: its first answer stands. */
  | { readonly kind: "known"; readonly ordinal: number; readonly count: number };

/** An event as it stands in the log, or would stand. */
export interface DeskEvent {
  readonly stream: string;
  readonly revision: number;
  readonly ordinal: number;
  readonly recordedAt: string;
  readonly eventId: string;
  readonly type: string;
  readonly data: string;
  readonly meta: string;
}
