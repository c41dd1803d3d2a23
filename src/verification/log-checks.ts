import { placeInAppend } from "../event-store/append-place.ts";
import { ClaimUses } from "../event-store/claim-uses.ts";
import type { StoredEvent } from "../event-store/port.ts";
import { type CheckResult, Findings } from "./check.ts";

interface OpenAppend {
  /** Of the last event seen: commands may be stored together, each with its events side by side. */
  commandId: string;
  readonly stream: string;
  readonly count: number;
  readonly recordedAt: string;
  /** Place of the last event seen. */
  index: number;
  readonly ordinal: number;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What the log promises about its order, looked at event by event in one pass. Keeps a number per stream, an id per append, and every claim. */
export class LogChecks {
  readonly #ordinals = new Findings("ordinals run from 1 without a gap", "events");
  readonly #revisions = new Findings("revisions of every stream run from 0 without a gap", "events", "streams");
  readonly #times = new Findings("recordedAt never goes back", "events");
  readonly #appends = new Findings("events of an append stand together and agree on its index and count", "appends");
  readonly #commands = new Findings("a command id belongs to one append", "commands");
  readonly #claims = new Findings("a claim belongs to one append", "events", "claims");
  readonly #claimUses = new ClaimUses();
  readonly #nextRevision = new Map<string, number>();
  readonly #commandIds = new Set<string>();
  #ordinal = 0;
  #recordedAt = "";
  #open: OpenAppend | undefined;

  see(event: StoredEvent): void {
    this.#seeOrdinal(event);
    this.#seeRevision(event);
    this.#seeTime(event);
    this.#seePlace(event);
    this.#seeClaims(event);
  }

  /** `headOrdinal`: where the log says it ended when the pass began. */
  results(headOrdinal: number): readonly CheckResult[] {
    if (this.#ordinal < headOrdinal)
      this.#ordinals.fault(`the log says it ends at ordinal ${headOrdinal}, its last event has ${this.#ordinal}`);
    const open = this.#open;
    if (open !== undefined) this.#appends.fault(unfinished(open));
    this.#revisions.count("streams", this.#nextRevision.size);
    this.#commands.count("commands", this.#commandIds.size);
    const all = [this.#ordinals, this.#revisions, this.#times, this.#appends, this.#commands, this.#claims];
    return all.map((findings) => findings.result());
  }

  #seeOrdinal({ ordinal, stream, revision }: StoredEvent): void {
    this.#ordinals.count("events");
    const expected = this.#ordinal + 1;
    if (ordinal !== expected) this.#ordinals.fault(`after ordinal ${expected - 1} comes ${ordinal} (${stream}, revision ${revision})`);
    this.#ordinal = ordinal;
  }

  #seeRevision({ ordinal, stream, revision }: StoredEvent): void {
    this.#revisions.count("events");
    const expected = this.#nextRevision.get(stream) ?? 0;
    if (revision !== expected) this.#revisions.fault(`${stream} has revision ${revision} at ordinal ${ordinal} where ${expected} is due`);
    this.#nextRevision.set(stream, revision + 1);
  }

  #seeTime({ ordinal, recordedAt }: StoredEvent): void {
    this.#times.count("events");
    if (!INSTANT.test(recordedAt)) this.#times.fault(`ordinal ${ordinal} was recorded at "${recordedAt}", which is no instant`);
    else if (recordedAt < this.#recordedAt)
      this.#times.fault(`ordinal ${ordinal} was recorded at ${recordedAt}, before ${this.#recordedAt} of the event before it`);
    if (recordedAt > this.#recordedAt) this.#recordedAt = recordedAt;
  }

  #seePlace(event: StoredEvent): void {
    const { ordinal, stream, recordedAt } = event;
    const place = placeInAppend(event.meta);
    const commandId = place && commandIdOf(event.meta);
    if (place === undefined || commandId === undefined) {
      this.#appends.fault(`ordinal ${ordinal} does not say which append it belongs to`);
      this.#open = undefined;
      return;
    }
    const open = this.#open;
    const follows = open !== undefined && open.index + 1 === place.index && isSame(open, { stream, count: place.count, recordedAt });
    if (open !== undefined && !follows) {
      this.#appends.fault(
        `${unfinished(open)}: ordinal ${ordinal} says it is ${place.index + 1} of ${place.count} of command ${commandId}`,
      );
    }
    if (open !== undefined && (follows || open.commandId === commandId)) {
      open.index = place.index;
      if (open.commandId !== commandId) this.#seeCommand(commandId, ordinal);
      open.commandId = commandId;
    } else this.#begin({ commandId, stream, count: place.count, recordedAt, index: place.index, ordinal });
    if (place.index >= place.count - 1) this.#open = undefined;
  }

  #begin(append: OpenAppend): void {
    const { commandId, ordinal, count, index } = append;
    this.#appends.count("appends");
    if (index !== 0)
      this.#appends.fault(`the append of command ${commandId} begins at ordinal ${ordinal} with its event ${index + 1} of ${count}`);
    this.#seeCommand(commandId, ordinal);
    this.#open = append;
  }

  #seeClaims(event: StoredEvent): void {
    const { claims, faults } = this.#claimUses.see(event);
    this.#claims.count("events");
    this.#claims.count("claims", claims);
    for (const fault of faults) this.#claims.fault(fault);
  }

  #seeCommand(commandId: string, ordinal: number): void {
    if (this.#commandIds.has(commandId)) this.#commands.fault(`command ${commandId} stands again at ordinal ${ordinal}`);
    this.#commandIds.add(commandId);
  }
}

function isSame(open: OpenAppend, event: Omit<OpenAppend, "commandId" | "index" | "ordinal">): boolean {
  return (Object.keys(event) as (keyof typeof event)[]).every((field) => open[field] === event[field]);
}

function unfinished({ commandId, ordinal, index, count }: OpenAppend): string {
  return `the append of command ${commandId} at ordinal ${ordinal} breaks off after ${index + 1} of its ${count} events`;
}

function commandIdOf(meta: string): string | undefined {
  const { commandId } = JSON.parse(meta) as { readonly commandId?: unknown };
  return typeof commandId === "string" && commandId !== "" ? commandId : undefined;
}
