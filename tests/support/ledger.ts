import { randomBytes, randomUUID } from "node:crypto";
import { bootstrap, OWNER } from "../../src/application/bootstrap.ts";
import type { AcceptedBody, CommandAnswer, Ledger, Principal, Refusal } from "../../src/application/ledger.ts";
import { openLedger } from "../../src/application/ledger-service.ts";
import type { KeyRing, SnapshotStore } from "../../src/application/ports.ts";
import type { EventStore } from "../../src/event-store/port.ts";
import { openKeyRing } from "../../src/key-store/key-ring.ts";
import { openMemoryKeyTable } from "../../src/key-store/memory-key-table.ts";
import { openTestStore } from "./test-log.ts";

export type Body = Readonly<Record<string, unknown>>;

/** A clock that stands still until it is set. */
export interface TestClock {
  now(): number;
  set(instant: string): void;
}

export function testClock(instant = "2025-06-01T15:00:00.000Z"): TestClock {
  let ms = Date.parse(instant);
  return {
    now: () => ms,
    set(next) {
      ms = Date.parse(next);
    },
  };
}

export interface TestLedger {
  readonly ledger: Ledger;
  /** What the write side wrote into the log of the server. */
  readonly warnings: readonly string[];
  readonly store: EventStore;
  readonly keys: KeyRing;
  readonly clock: TestClock;
  readonly owner: Principal;
  /** Sends a command under a fresh key, or a given one. */
  send(command: string, body: Body, options?: SendOptions): Promise<CommandAnswer>;
  /** Sends a command that must be accepted. */
  accept(command: string, body: Body, options?: SendOptions): Promise<AcceptedBody>;
  /** Sends a command that must be refused. */
  refuse(command: string, body: Body, options?: SendOptions): Promise<Refusal>;
}

export interface SendOptions {
  readonly key?: string;
  readonly as?: Principal;
  readonly expected?: number;
  readonly dryRun?: boolean;
}

export interface TestLedgerParts {
  readonly store?: EventStore;
  readonly snapshots?: SnapshotStore;
  readonly keys?: KeyRing;
  readonly clock?: TestClock;
  readonly refusalsPerMinute?: number;
}

/** A ledger in memory (or on the engine that the run is about), set up and empty: the pipeline is the real one. */
export async function openTestLedger(parts: TestLedgerParts = {}): Promise<TestLedger> {
  const clock = parts.clock ?? testClock();
  const store = parts.store ?? (await openTestStore({ clock: () => clock.now() }));
  const keys = parts.keys ?? (await openKeyRing(openMemoryKeyTable(), randomBytes(32), { settableClock: true }));
  await bootstrap({ store, keys, clock }, { keyId: "first", secret: "s".repeat(40) });
  const warnings: string[] = [];
  const log = { warn: (message: string) => void warnings.push(message) };
  const ledger = openLedger({
    store,
    keys,
    clock,
    log,
    ...(parts.snapshots !== undefined && { snapshots: parts.snapshots }),
    refusalsPerMinute: parts.refusalsPerMinute ?? 1_000_000,
  });
  const owner = { personId: OWNER, keyId: "first" };
  const send = (command: string, body: Body, { key, as, expected, dryRun }: SendOptions = {}) =>
    ledger.execute({
      command,
      body,
      idempotencyKey: key ?? randomUUID(),
      principal: as ?? owner,
      traceId: randomBytes(16).toString("hex"),
      ...(expected !== undefined && { expected }),
      ...(dryRun !== undefined && { dryRun }),
    });
  return {
    ledger,
    warnings,
    store,
    keys,
    clock,
    owner,
    send,
    async accept(command, body, options) {
      const answer = await send(command, body, options);
      if (answer.kind === "refused") throw new Error(`${command} was refused: ${JSON.stringify(answer.refusal.violations)}`);
      if (answer.kind === "submitted") throw new Error(`${command} waits for ${answer.body.waitingFor.join(", ")}`);
      return answer.body;
    },
    async refuse(command, body, options) {
      const answer = await send(command, body, options);
      if (answer.kind !== "refused") throw new Error(`${command} was ${answer.kind}: ${JSON.stringify(answer.body)}`);
      return answer.refusal;
    },
  };
}
