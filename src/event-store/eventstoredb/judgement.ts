import type { Known } from "../place-book.ts";
import { type AppendedRange, type AppendOutcome, type AppendRequest, NO_STREAM } from "../port.ts";
import { type ClaimHistory, type Claims, holdersOf } from "./claims.ts";
import type { LogFollower } from "./log-follower.ts";
import type { Places } from "./places.ts";

/** Everything that the requests of one stream are judged on, as of one moment after it was asked for. */
export interface Facts {
  readonly known: Known;
  /** Where every claim of theirs stands. */
  readonly histories: ReadonlyMap<string, ClaimHistory>;
}

export interface FactSource {
  readonly places: Places;
  readonly follower: LogFollower;
  readonly claims: Claims;
}

/**
 * Gathers the facts, all at the same time. A claim may thus be read a little later than the log: whose events were stored in between is taken for
 * somebody who is about to store them, and asked about again.
 */
export async function gatherFacts({ places, follower, claims }: FactSource, requests: readonly AppendRequest[]): Promise<Facts> {
  const asked = {
    streams: requests.flatMap(({ stream, unchanged }) => [stream, ...unchanged.map((fence) => fence.stream)]),
    commands: requests.flatMap(({ commandId, alsoCommands = [] }) => [commandId, ...alsoCommands]),
  };
  const fresh = follower.fresh();
  const [known, histories] = await Promise.all([places.look(asked, fresh), claims.read(requests.flatMap((request) => request.claims))]);
  return { known: merged(known, await places.look(holdersOf(histories.values()))), histories };
}

/** What the log says about a request on a stream that has come to a revision; undefined when it may be stored. */
export function failureOf(
  request: AppendRequest,
  reached: number,
  { known, histories }: Facts,
  claims: Claims,
): AppendOutcome | "pending" | undefined {
  const own = known.commands.get(request.commandId);
  if (own !== undefined) return { outcome: "replay", ...own };
  if (hasMoved(request, known)) return { outcome: "moved" };
  for (const claim of request.alsoCommands ?? []) {
    const owner = known.commands.get(claim);
    if (owner !== undefined) return duplicate(claim, owner);
  }
  let pending = false;
  for (const claim of request.claims) {
    const standing = claims.standing(histories.get(claim) ?? { key: claim, records: [] }, request.commandId, known);
    if (standing.is === "taken") return duplicate(claim, standing.by);
    pending ||= standing.is === "pending";
  }
  if (request.expected !== reached) return { outcome: "conflict" };
  return pending ? "pending" : undefined;
}

export function hasMoved({ unchanged }: AppendRequest, { revisions }: Known): boolean {
  return unchanged.some(({ stream, revision }) => (revisions.get(stream) ?? NO_STREAM) !== revision);
}

function duplicate(claim: string, { ordinal, count }: AppendedRange): AppendOutcome {
  return { outcome: "duplicate", claim, ordinal, count };
}

function merged(one: Known, other: Known): Known {
  return {
    revisions: new Map([...one.revisions, ...other.revisions]),
    commands: new Map([...one.commands, ...other.commands]),
  };
}
