import type { ProjectionDefinition } from "../../projections/define-projection.ts";
import { type Generation, listGenerations, setState } from "./bookkeeping.ts";
import { createGeneration } from "./generation-tables.ts";
import type { ReadStore } from "./open-read-store.ts";
import { applyBatch, applyUntilPoison, type Batch, CheckpointMoved, decodeBatch, ProjectionFailed, type Target } from "./project-batch.ts";
import { type EventLog, readWholeAppends } from "./whole-appends.ts";

const CATCH_UP_EVENTS = 5_000;
const ATTEMPTS = 10;

/** The live read models of this version of the program, and where each stands. In steady state all stand at the same ordinal. */
export class LiveTargets {
  readonly #store: ReadStore;
  readonly #log: EventLog;
  readonly #projections: readonly ProjectionDefinition[];
  readonly #halted: (target: Target) => void;
  #targets = new Map<string, Target>();

  constructor(store: ReadStore, log: EventLog, projections: readonly ProjectionDefinition[], halted: (target: Target) => void) {
    this.#store = store;
    this.#log = log;
    this.#projections = projections;
    this.#halted = halted;
  }

  /** Where each read model stands, halted ones included. */
  get checkpoints(): readonly { readonly name: string; readonly checkpoint: number }[] {
    return [...this.#targets.values()].map(({ generation: { name, checkpoint } }) => ({ name, checkpoint }));
  }

  /** The furthest of the running ones: from here on the log feeds them together. */
  get position(): number {
    return Math.max(0, ...this.#running().map(({ generation }) => generation.checkpoint));
  }

  /** Creates what is new and tries halted read models again. Gives the names whose live tables are of another version. */
  async prepare(): Promise<readonly string[]> {
    const generations = await listGenerations(this.#store);
    for (const projection of this.#projections) {
      const own = generations.filter(({ name }) => name === projection.name);
      if (!own.some(({ live }) => live)) {
        const generation = Math.max(0, ...own.map((row) => row.generation)) + 1;
        await createGeneration(this.#store, projection, { generation, live: true, state: "running" });
      }
    }
    for (const row of generations) {
      if (row.live && row.state === "halted" && this.#isOurs(row)) await setState(this.#store, this.#store.projector, row, "running");
    }
    await this.reload();
    return this.#projections.map(({ name }) => name).filter((name) => !this.#targets.has(name));
  }

  /** Looks at the bookkeeping again, and brings those who are behind to the others. */
  async reload(): Promise<void> {
    const live = (await listGenerations(this.#store)).filter((row) => row.live && this.#isOurs(row));
    this.#targets = new Map(live.map((generation) => [generation.name, { projection: this.#definitionOf(generation), generation }]));
    await this.#catchUp(this.position);
  }

  /** Gives a batch to everybody who has not had it. */
  async take(batch: Batch): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#catchUp((batch.events[0]?.ordinal ?? 1) - 1);
        for (const group of this.#groupsBehind(batch.end.ordinal)) await this.#apply(group, batch);
        return;
      } catch (error) {
        if (!(error instanceof CheckpointMoved) || attempt === ATTEMPTS) throw error;
        await this.reload();
      }
    }
  }

  async #apply(group: readonly Target[], batch: Batch): Promise<void> {
    const checkpoint = group[0]?.generation.checkpoint ?? 0;
    const due = { ...batch, events: batch.events.filter(({ ordinal }) => ordinal > checkpoint) };
    let targets = group;
    while (targets.length > 0) {
      try {
        for (const target of await applyBatch(this.#store, targets, due)) this.#keep(target);
        return;
      } catch (error) {
        if (!(error instanceof ProjectionFailed)) throw error;
        this.#keep(await applyUntilPoison(this.#store, error.target, due));
        targets = targets.filter((target) => target !== error.target);
      }
    }
  }

  /** Whoever is behind `upTo` reads the log alone until it is not. */
  async #catchUp(upTo: number): Promise<void> {
    for (const { generation } of this.#running()) {
      for (;;) {
        const target = this.#targets.get(generation.name);
        if (target === undefined || target.generation.state !== "running" || target.generation.checkpoint >= upTo) break;
        const events = await readWholeAppends(this.#log, target.generation.checkpoint, CATCH_UP_EVENTS, upTo);
        if (events.length === 0) throw new Error(`the log ends before ${upTo}: it is not the one these read models were made from`);
        await this.#apply([target], decodeBatch(events));
      }
    }
  }

  #keep(target: Target): void {
    this.#targets.set(target.generation.name, target);
    if (target.generation.state === "halted") this.#halted(target);
  }

  #running(): readonly Target[] {
    return [...this.#targets.values()].filter(({ generation }) => generation.state === "running");
  }

  #groupsBehind(ordinal: number): readonly (readonly Target[])[] {
    const groups = new Map<number, Target[]>();
    for (const target of this.#running()) {
      const { checkpoint } = target.generation;
      if (checkpoint < ordinal) groups.set(checkpoint, [...(groups.get(checkpoint) ?? []), target]);
    }
    return [...groups.values()];
  }

  #isOurs(row: Generation): boolean {
    return this.#projections.some(({ name, version }) => name === row.name && version === row.version);
  }

  #definitionOf(row: Generation): ProjectionDefinition {
    return this.#projections.find(({ name }) => name === row.name) as ProjectionDefinition;
  }
}
