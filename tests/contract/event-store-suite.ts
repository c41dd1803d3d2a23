import type { Test } from "tap";
import { appendingTests } from "./event-store/appending.ts";
import { capabilityTests } from "./event-store/capabilities.ts";
import { chainTests } from "./event-store/chains.ts";
import { claimTests } from "./event-store/claims.ts";
import type { Engine } from "./event-store/engine.ts";
import { readingTests } from "./event-store/reading.ts";
import { subscriptionTests } from "./event-store/subscriptions.ts";
import { timeTests } from "./event-store/times.ts";

/** What every engine of the event store must do, whatever it is made of. */
export function eventStoreContract(t: Test, engine: Engine): void {
  appendingTests(t, engine);
  claimTests(t, engine);
  chainTests(t, engine);
  readingTests(t, engine);
  capabilityTests(t, engine);
  timeTests(t, engine);
  subscriptionTests(t, engine);
}
