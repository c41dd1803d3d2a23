import type { KeyTable, LedgerRecord } from "./key-table.ts";

/** For tests. */
export function openMemoryKeyTable(): KeyTable {
  let record: LedgerRecord | undefined;
  const keys = new Map<string, Buffer>();
  const find = (subjectIds: readonly string[]) => new Map([...keys].filter(([subjectId]) => subjectIds.includes(subjectId)));
  return {
    async ledger(proposed) {
      record ??= proposed;
      return record;
    },
    async findLedger() {
      return record;
    },
    async keep(proposed) {
      for (const { subjectId, wrapped } of proposed) if (!keys.has(subjectId)) keys.set(subjectId, wrapped);
      return find(proposed.map(({ subjectId }) => subjectId));
    },
    async find(subjectIds) {
      return find(subjectIds);
    },
    async close() {},
  };
}
