import type { CallKind, Fault, Faults } from "./faults.ts";
import type { LiveSubscription } from "./live-subscription.ts";
import type { AppendAnswer, Expected, Proposed, StoredLog } from "./stored-log.ts";

/** What calls need of the node that they reach. */
export interface CalledNode {
  readonly log: StoredLog;
  readonly faults: Faults;
  batchStreams: number;
  singleAppends: number;
  nowMs(): number;
  append(stream: string, expected: Expected, events: readonly Proposed[]): AppendAnswer;
  softDelete(stream: string, expected: Expected): AppendAnswer;
  subscribe(subscription: LiveSubscription): void;
  faultOf(call: CallKind, stream: string, peer: string): Fault | undefined;
  whenThawed(work: () => void): void;
}
