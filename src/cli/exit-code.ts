/** What the `cartera` command tells its caller. */
export const EXIT = {
  /** Everything asked for was done, and nothing was refused or found broken. */
  done: 0,
  /** The ledger said no, to some of it at least, or a check found something broken. */
  refused: 1,
  /** The command line itself was wrong; nothing was tried. */
  wrongUse: 2,
  /** It could not be finished: no answer, no access, no database. Trying again later is safe. */
  gaveUp: 3,
} as const;
