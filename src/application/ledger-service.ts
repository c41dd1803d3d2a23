import { calendar } from "../domain/calendar/business-calendar.ts";
import { customer } from "../domain/customer/customer.ts";
import { LEDGER, type OrganisationState, organisation } from "../domain/organisation/organisation.ts";
import { BUILT_IN_POLICIES } from "../domain/policy/built-in-policies.ts";
import type { EventStore } from "../event-store/port.ts";
import { accessOf } from "./authorisation.ts";
import { type AnyCommand, commandCatalogue } from "./command-catalogue.ts";
import { CommandRunner, type RunnerLog } from "./command-runner.ts";
import { credentialOf } from "./credentials.ts";
import { Desks } from "./desks.ts";
import { EntityTime } from "./entity-time.ts";
import type { Access, CommandDescription, Ledger, Principal } from "./ledger.ts";
import type { Clock, KeyRing, SnapshotStore } from "./ports.ts";
import { RefusalMeter } from "./refusal-meter.ts";
import { opened, subjectsIn } from "./sealing.ts";
import { Snapshots } from "./snapshots/snapshots.ts";
import { streamRefOf } from "./stream-folds.ts";
import { StreamReader } from "./stream-reader.ts";

export interface LedgerParts {
  readonly store: EventStore;
  /** Left out, long accounts are folded from their first event whenever they are not in memory. */
  readonly snapshots?: SnapshotStore;
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly log: RunnerLog;
  /** How much folded state is kept in memory. */
  readonly cacheBytes?: number;
  /** How many refusals of one person are remembered in a minute; more are turned away. */
  readonly refusalsPerMinute?: number;
}

/** Within this time after another server recorded it, a key or a role that was taken away counts no more here. */
const PEOPLE_MS = 1_000;

/** The write side: everything the edges may ask of it, over one log. */
export function openLedger({ store, snapshots, keys, clock, log, cacheBytes, refusalsPerMinute = 600 }: LedgerParts): Ledger {
  const desks = new Desks(store, new Snapshots(store, snapshots, log), cacheBytes);
  const time = new EntityTime(desks, store, clock);
  const runner = new CommandRunner({ store, keys, desks, time, log, meter: new RefusalMeter(refusalsPerMinute) });
  const access = async ({ personId }: Principal): Promise<Access> => {
    const people = await desks.settledState<OrganisationState>(organisation, LEDGER);
    if (people === undefined) throw new Error("the ledger was not set up");
    return accessOf(people, personId, await time.today(undefined));
  };
  const reader = new StreamReader({ store, access });
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    async authenticate(token) {
      const now = time.now();
      if (Math.abs(now - lookedAt) >= PEOPLE_MS) {
        lookedAt = now;
        desks.distrust([`${organisation.category}-${LEDGER}`]);
      }
      const people = await desks.settledState<OrganisationState>(organisation, LEDGER);
      return people && credentialOf(people, token, now);
    },
    access,
    execute: (request) => runner.execute(request),
    executeAsSystem: (command) => runner.executeAsSystem(command),
    executeApproved: (grant) => runner.executeApproved(grant),
    executeBatch: (requests, options) => runner.executeBatch(requests, options),
    commands: () => descriptions,
    replay: (principal, streamId, from, limit) => reader.events(principal, streamId, from, limit),
    stateAt: (principal, streamId, revision) => reader.stateAt(principal, streamId, revision),
    feed: (principal, after, limit, filter) => reader.feed(principal, after, limit, filter),
    async renewSnapshots(stop) {
      for (const stream of await desks.snapshots.outdated()) {
        const ref = streamRefOf(stream);
        if (stop.aborted) return;
        if (ref !== undefined) await desks.settledState(ref.fold, ref.id);
      }
    },
    async openPersonal(value, found) {
      const subjects = subjectsIn(value);
      if (subjects.size === 0) return value;
      for (const subject of subjects) found?.add(subject);
      await keys.load([...subjects]);
      return opened(value, keys) as typeof value;
    },
    today: (entityId) => time.today(entityId),
    endOfDay: (date, entityId) => time.endOfDay(date, entityId),
    builtInAging: { version: 0, ...BUILT_IN_POLICIES.aging },
  };
}

/** What belongs to no legal entity. */
const OF_THE_LEDGER: readonly unknown[] = [organisation, customer, calendar];

const descriptions: readonly CommandDescription[] = commandCatalogue.map(({ path, definition }) => ({
  name: definition.name,
  path,
  title: definition.title,
  issuedBy: definition.issuedBy,
  approvedBy: [...(definition.approvedBy ?? []), ...(definition.alsoApprovedBy ?? [])],
  schema: definition.body,
  refusals: announcedBy(definition),
}));

/** What its rules refuse it for, and what is the same for all: its target is not there, or its business date is still to come. */
function announcedBy({ refusals, target, begins, mayBeDatedAhead }: AnyCommand): readonly string[] {
  // What belongs to a legal entity is not there for people of another one, also where the command is the first of its stream.
  const mayBeMissing = target.fold !== organisation && (begins !== true || !OF_THE_LEDGER.includes(target.fold));
  return [
    ...new Set([...refusals, ...(mayBeMissing ? [target.notFound] : []), ...(mayBeDatedAhead === true ? [] : ["FUTURE_EFFECTIVE_DATE"])]),
  ];
}
