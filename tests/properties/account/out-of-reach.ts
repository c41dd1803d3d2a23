/**
 * Codes that a command names among its refusals and that no history of today can come to, each with the reason. They are asserted: one of them
 * that fires makes the test fail, so that the list is looked at when the facts behind a code come to exist.
 */
const REASONS: Readonly<Record<string, readonly string[]>> = {
  // Billing numbers credit notes: DefineSeries lets nobody define a series of them in which the ledger counts.
  NUMBER_NOT_EXPECTED: ["IssueCreditNote"],
  // What a proposal names was there when it was proposed, and nothing leaves an account.
  ITEM_NOT_FOUND: ["ApproveWriteOff", "PostWriteOff"],
  // An opinion of somebody without the office is answered with MEDIATION_MISSING; nothing in ReinstateLine answers with this code.
  NOT_AUTHORISED: ["ReinstateLine"],
};

export const OUT_OF_REACH: ReadonlySet<string> = new Set(
  Object.entries(REASONS).flatMap(([code, commands]) => commands.map((command) => `${command} ${code}`)),
);
