import type { Sealed } from "../../src/kernel/decider.ts";

/** A personal value as the tests' keys seal it: readable, so that expectations are. */
export function personal(subjectId: string, text: string, normalised = text): Sealed {
  return { subjectId, ciphertext: text, mac: `mac of ${normalised}` };
}
