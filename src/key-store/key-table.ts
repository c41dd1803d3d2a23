/** What is fixed when a ledger is created. */
export interface LedgerRecord {
  readonly ledgerId: string;
  /** The key of hashes, wrapped by the master key. */
  readonly wrappedHashKey: Buffer;
  /** Whether this ledger's clock may be set: decided once, for demonstrations and tests. */
  readonly settableClock: boolean;
}

/** A subject's data key, wrapped by the master key. */
export interface SubjectKey {
  readonly subjectId: string;
  readonly wrapped: Buffer;
}

/** Where wrapped keys are kept. */
export interface KeyTable {
  /** The ledger's record; the first caller's is kept, everybody gets that one. */
  ledger(proposed: LedgerRecord): Promise<LedgerRecord>;
  findLedger(): Promise<LedgerRecord | undefined>;
  /** Keeps a subject's wrapped key unless it has one, and gives the one kept. Durable when it resolves. */
  keep(proposed: readonly SubjectKey[]): Promise<ReadonlyMap<string, Buffer>>;
  find(subjectIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  close(): Promise<void>;
}

/** All keys of a ledger together, for whoever moves it to another database. */
export interface WholeKeyTable extends KeyTable {
  /** In the order of their ids, after one of them. */
  listSubjects(after: string, limit: number): Promise<readonly SubjectKey[]>;
  /** Takes on a ledger with all of its keys, or nothing; false where there is a ledger already, whose keys stay as they are. */
  adopt(ledger: LedgerRecord, subjects: readonly SubjectKey[]): Promise<boolean>;
}
