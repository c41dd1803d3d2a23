import { LEDGER, organisation } from "../domain/organisation/organisation.ts";
import type { Fold } from "../kernel/fold.ts";
import { commandCatalogue } from "./command-catalogue.ts";
import type { StreamRef } from "./fact-sources.ts";

const folds = new Map<string, Fold<unknown>>(
  commandCatalogue
    .filter(({ definition }) => definition.target.fold !== (organisation as unknown))
    .map(({ definition }) => [definition.target.fold.category, definition.target.fold]),
);

/** The fold of a stream and its identifier; nothing for streams that no command goes to. */
export function streamRefOf(streamId: string): StreamRef | undefined {
  const dash = streamId.indexOf("-");
  // The ledger's own organisation and that of a legal entity share a category.
  const isLedger = streamId === `${organisation.category}-${LEDGER}`;
  const fold = isLedger ? (organisation as Fold<unknown>) : folds.get(streamId.slice(0, dash));
  return fold && { fold, id: streamId.slice(dash + 1) };
}
