import { NO_STREAM, type StreamRevision } from "../event-store/port.ts";
import type { FactName } from "./command-catalogue.ts";
import { type FactRequest, factSources, type StreamRef } from "./fact-sources.ts";
import type { PreparedCommand } from "./prepared-command.ts";

/** A stream's state as a fact: what its desk has folded and stored. */
interface FactDesk {
  readonly stream: string;
  readonly state: unknown;
  readonly revision: number;
  /** True when everything folded is stored. */
  readonly isSettled: boolean;
  settled(): Promise<void>;
}

/** The facts of one decision, and what is stored of them. */
export interface GatheredFacts {
  readonly facts: Readonly<Record<string, unknown>>;
  /** Filled while deciding. */
  readonly policyVersions: Readonly<Record<string, number>>;
  /** The streams behind the facts, policies apart. */
  readonly revisions: readonly StreamRevision[];
  readonly fences: readonly StreamRevision[];
}

/** Gathers what a command's rules need to know from other streams: their stored state, never what is still in flight. */
export async function gatherFacts(command: PreparedCommand, deskOf: (ref: StreamRef) => FactDesk): Promise<GatheredFacts> {
  const { definition, body, entityId } = command;
  const consequences = (definition.target.fold.consequences ?? []).flatMap(({ facts }) => facts) as readonly FactName[];
  const names = [...new Set([...definition.facts, ...consequences])];
  const desks = new Map<string, FactDesk>();
  const policyVersions: Record<string, number> = {};
  const request: FactRequest = {
    body,
    entityId,
    customerId: definition.target.customerId?.(body),
    policyVersions,
    read<State>(ref: StreamRef) {
      const desk = desks.get(`${ref.fold.category}-${ref.id}`);
      return desk === undefined || desk.revision < 0 ? undefined : (desk.state as State);
    },
    revisionOf: (ref) => desks.get(`${ref.fold.category}-${ref.id}`)?.revision ?? NO_STREAM,
  };
  const have = async (refs: readonly StreamRef[]): Promise<void> => {
    for (const ref of refs) {
      const desk = deskOf(ref);
      if (!desk.isSettled) await desk.settled();
      desks.set(desk.stream, desk);
    }
  };
  for (const name of names) await have(factSources[name].streams?.(request) ?? []);
  for (const name of names) await have(factSources[name].streamsThen?.(request) ?? []);
  // A desk that took a command while another was awaited is awaited again: facts are stored state.
  for (let busy = unsettled(desks); busy.length > 0; busy = unsettled(desks)) for (const desk of busy) await desk.settled();
  const revisions = [...desks.values()]
    .filter(({ stream }) => !stream.startsWith("policy-"))
    .map(({ stream, revision }) => ({ stream, revision }));
  return {
    facts: Object.fromEntries(names.map((name) => [name, factSources[name].of(request)])),
    policyVersions,
    revisions,
    fences: names.flatMap((name) => factSources[name].fences?.(request) ?? []),
  };
}

function unsettled(desks: ReadonlyMap<string, FactDesk>): readonly FactDesk[] {
  return [...desks.values()].filter((desk) => !desk.isSettled);
}

/** Streams that must not have moved, each once. */
export function fencesOf(facts: readonly GatheredFacts[]): readonly StreamRevision[] {
  if (facts.length === 1) return facts[0]?.fences ?? [];
  return [...new Map(facts.flatMap(({ fences }) => fences).map((fence) => [fence.stream, fence])).values()];
}
