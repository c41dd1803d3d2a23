/** What is fixed when a ledger is created. */
export interface LedgerRecord {
  readonly ledgerId: string;
  /** The key of hashes, wrapped by the master key. */
  readonly wrappedHashKey: Buffer;
  /** Whether this ledger's clock may be set: decided once, for demonstrations and tests. */
  readonly settableClock: boolean;
}

/** Where wrapped keys are kept. */
export interface KeyTable {
  /** The ledger's record; the first caller's is kept, everybody gets that one. */
  ledger(proposed: LedgerRecord): Promise<LedgerRecord>;
  findLedger(): Promise<LedgerRecord | undefined>;
  /** Keeps a subject's wrapped key unless it has one, and gives the one kept. Durable when it resolves. */
  keep(proposed: readonly { readonly subjectId: string; readonly wrapped: Buffer }[]): Promise<ReadonlyMap<string, Buffer>>;
  find(subjectIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  close(): Promise<void>;
}
