/** Set by the test runner for `npm run test:eventstoredb`: the ledgers of all tests have their log on EventStoreDB. */
export const TEST_LOG = "CARTERA_TEST_LOG";

export const ON_EVENTSTOREDB = "eventstoredb";

/** Where the ledgers of this process have their log: on EventStoreDB, else wherever each test says (PostgreSQL or memory). */
export const isOnEventStoreDb = process.env[TEST_LOG] === ON_EVENTSTOREDB;

/** What is not run on EventStoreDB, and why: a pattern of paths with its reason. */
export const LEFT_OUT_ON_EVENTSTOREDB: readonly (readonly [RegExp, string])[] = [
  [/^tests\/architecture\//, "reads the sources and opens no log"],
  [/^tests\/deployment\//, "reads files and opens no log"],
  [/^tests\/log-transfer\//, "moves logs between both engines in every run"],
  [/^tests\/properties\/(?!orders|simultaneous)/, "pure functions: opens no log"],
  [/^tests\/domain\/account\/(?!applications|receipt-life)/, "pure deciders: opens no log"],
  [/^tests\/contract\/event-store\.test/, "the contract on the log in memory"],
  [/^tests\/contract\/postgres-/, "about the log on PostgreSQL itself"],
  [/^tests\/end-to-end\/(?:classicmodels|log)-on-eventstoredb/, "on EventStoreDB in every run; here the others are as well"],
  [/^tests\/faults\/embedded-postgres/, "about the embedded PostgreSQL itself"],
];
