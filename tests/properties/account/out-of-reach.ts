/**
 * Codes that a command names among its refusals and that no history of today can come to, each with the reason. They are asserted: one of them
 * that fires makes the test fail, so that the list is looked at when the facts behind a code come to exist.
 */
const REASONS: Readonly<Record<string, readonly string[]>> = {
  // Billing numbers credit notes: DefineSeries lets nobody define a series of them in which the ledger counts.
  NUMBER_NOT_EXPECTED: ["IssueCreditNote"],
  // What a proposal names was there when it was proposed, and nothing leaves an account.
  ITEM_NOT_FOUND: ["ApproveWriteOff", "PostWriteOff"],
};

export const OUT_OF_REACH: ReadonlySet<string> = new Set(
  Object.entries(REASONS).flatMap(([code, commands]) => commands.map((command) => `${command} ${code}`)),
);

/**
 * Codes that can come, but not in every ten thousand histories: each takes a long story (money given back to something that was settled by
 * date, and then a date given by hand between the two) that has its own example among the tests of the domain.
 */
export const SELDOM: ReadonlySet<string> = new Set([
  "ApproveApplication TIMELINE_NEGATIVE",
  "ApplyCreditNote TIMELINE_NEGATIVE",
  "RecordWithholdingCertificate TIMELINE_NEGATIVE",
  "RecordRecoveryOfWrittenOff TIMELINE_NEGATIVE",
]);
