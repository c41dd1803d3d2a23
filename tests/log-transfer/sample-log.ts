import { randomUUID } from "node:crypto";
import { NO_STREAM } from "../../src/event-store/port.ts";
import type { LogPlace } from "../../src/log-transfer/log-place.ts";

const FIRST_MS = Date.UTC(2025, 0, 1);
const STREAMS = 4;

/** Appends of three events with a claim to a few streams in turn, so many at each instant. */
export async function recordSampleLog({ store, setClock }: LogPlace, appends: number, together = 6): Promise<void> {
  const { ordinal } = await store.head();
  for (let made = ordinal / 3; made < ordinal / 3 + appends; made += 1) {
    setClock(FIRST_MS + Math.floor(made / together) * 1_000);
    const stream = `account-${made % STREAMS}`;
    const commandId = randomUUID();
    const claims = [`NUMBER:${made}`];
    const event = (index: number) => ({
      eventId: randomUUID(),
      type: "Noted",
      data: JSON.stringify({ made, note: 'ñ \u2028 \\ " 🏦' }),
      meta: JSON.stringify({ commandId, index, count: 3, ...(index === 1 && { claims }) }),
    });
    const expected = Math.floor(made / STREAMS) * 3 + NO_STREAM;
    const outcome = await store.append({ stream, expected, events: [0, 1, 2].map(event), commandId, claims, unchanged: [] });
    if (outcome.outcome !== "ok") throw new Error(`the sample came back as ${outcome.outcome}`);
  }
}
