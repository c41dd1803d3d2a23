import type { SeriesKind } from "../../../schemas/codes.ts";
import { type Claim, type DeepReadonly, type Violation, violation } from "../../kernel/decider.ts";
import { keyOfSeries, type LegalEntityState } from "./legal-entity.ts";

type Entity = DeepReadonly<LegalEntityState> | undefined;

/** A number of a series, as a command gives it or leaves it out. */
export interface Numbered {
  readonly series: string;
  readonly number?: string | undefined;
}

/** True where the ledger counts: the number is then the rank of the event in its series. */
function isOwn(entity: Entity, kind: SeriesKind, series: string): boolean {
  return entity?.series.get(keyOfSeries(kind, series))?.ownership === "OWN";
}

/** NUM-1 The caller gives the number of an external series, and none of an own one. A series that was never defined is external. */
export function numberFits(entity: Entity, kind: SeriesKind, { series, number }: Numbered): Violation | undefined {
  const own = isOwn(entity, kind, series);
  if (own && number !== undefined) return violation("NUMBER_NOT_EXPECTED", { series, number }, "/number");
  return own || number !== undefined ? undefined : violation("NUMBER_REQUIRED", { series }, "/number");
}

/** A document from elsewhere has its number from there, and so it is of no series in which the ledger counts. */
export function numberIsFromElsewhere(entity: Entity, kind: SeriesKind, { series, number }: Numbered): Violation | undefined {
  if (number === undefined) return violation("NUMBER_REQUIRED", { series }, "/number");
  return isOwn(entity, kind, series) ? violation("NUMBER_NOT_EXPECTED", { series, number }, "/number") : undefined;
}

/** NUM-2 A number is used once in its series. Where the ledger counts there is nothing to claim. */
export function numberClaims(entityId: string, kind: SeriesKind, { series, number }: Numbered): readonly Claim[] {
  return number === undefined ? [] : [{ key: `DOCUMENT_NUMBER:${entityId}:${kind}:${series}:${number}`, code: "DUPLICATE_DOCUMENT" }];
}
