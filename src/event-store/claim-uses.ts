import { placeInAppend } from "./append-place.ts";
import type { StoredEvent } from "./port.ts";

interface ClaimUse {
  /** Of the first event of the append. */
  readonly append: number;
  readonly ordinal: number;
  readonly stream: string;
}

/**
 * Looks through events, in their order, for a claim that two appends took. No engine lets that happen while it keeps its promise; one that
 * does not check and store in one step could, and so could whoever writes into its files. Claims are read from what events say of themselves,
 * so that it does not depend on the engine.
 */
export class ClaimUses {
  readonly #remembered: number;
  readonly #uses = new Map<string, ClaimUse>();

  /** Without a limit every claim of the log is remembered, at about 200 bytes each. */
  constructor(remembered = Number.POSITIVE_INFINITY) {
    this.#remembered = remembered;
  }

  /** Gives a sentence for each claim of the event that an earlier append took as well. */
  see({ ordinal, stream, meta }: StoredEvent): { readonly claims: number; readonly faults: readonly string[] } {
    const claims = claimsIn(meta);
    const append = ordinal - (placeInAppend(meta)?.index ?? 0);
    const faults = claims.flatMap((claim) => {
      const first = this.#uses.get(claim);
      if (first === undefined) this.#remember(claim, { append, ordinal, stream });
      if (first === undefined || first.append === append) return [];
      return [`claim ${claim} was taken by ${first.stream} at ordinal ${first.ordinal} and again by ${stream} at ordinal ${ordinal}`];
    });
    return { claims: claims.length, faults };
  }

  #remember(claim: string, use: ClaimUse): void {
    this.#uses.set(claim, use);
    if (this.#uses.size <= this.#remembered) return;
    for (const oldest of this.#uses.keys()) return void this.#uses.delete(oldest);
  }
}

function claimsIn(meta: string): readonly string[] {
  // Most events took none.
  if (!meta.includes('"claims"') || placeInAppend(meta) === undefined) return [];
  const { claims } = JSON.parse(meta) as { readonly claims?: unknown };
  return Array.isArray(claims) ? claims.filter((claim) => typeof claim === "string") : [];
}
