import type { ReplayedEvent } from "../../application/ledger.ts";
import { type ApiClient, clientOf, Refusal } from "../api/api-client.ts";
import { EXIT } from "../exit-code.ts";
import { type ReplayStep, sentenceOf, stepText } from "../replay/event-text.ts";
import { isShown, type Moment, parseAsOf, resolveKnownAt } from "../replay/known-at.ts";
import { stateDifference } from "../replay/state-difference.ts";
import { type CommandLineParts, JSON_OPTION, SERVER_OPTIONS, type SubCommand, type Words, WrongUse } from "../sub-command.ts";

export const replay: SubCommand = {
  name: "replay",
  takes: "<stream>",
  summary: "the history of a stream, event by event: who, when, what, and what it changed",
  details: `A stream is a category and an id: account-103.CO01.COP, customer-103, policy-credit.CO01. Amounts in states are whole minor units.

Two clocks: --as-of leaves out events that take effect later, --known-at those the ledger learned of later. Together they are what
a report for that date said at that time. A date given to --known-at is the end of that day where the legal entity is; an append
is known as a whole, so an ordinal in the middle of one leaves it out.`,
  options: {
    "as-of": { type: "string", value: "<date>", says: "only events that have taken effect by then" },
    "known-at": { type: "string", value: "<date|instant|ordinal>", says: "only events known by then" },
    from: { type: "string", value: "<revision>", says: "begin there (0)" },
    states: { type: "boolean", says: "the whole state after each event as well" },
    "no-changes": { type: "boolean", says: "leave out what changed: much faster on long streams" },
    ...JSON_OPTION,
    ...SERVER_OPTIONS,
  },
  run,
};

const PAGE_EVENTS = 200;

async function run(words: Words, parts: CommandLineParts): Promise<number> {
  const streamId = words.only("The stream");
  if (!/^[a-z][A-Za-z]*-[A-Za-z0-9._-]+$/.test(streamId))
    throw new WrongUse(`"${streamId}" is no stream; it looks like account-103.CO01.COP.`);
  const asOf = words.text("as-of");
  const knownAt = words.text("known-at");
  const first = words.whole("from", 0, 0, Number.MAX_SAFE_INTEGER);
  const client = clientOf(words, parts);
  const moment: Moment = {
    ...(asOf !== undefined && { asOf: parseAsOf(asOf) }),
    ...(knownAt !== undefined && { known: await resolveKnownAt(client, streamId, knownAt) }),
  };
  const states = words.flag("no-changes") && !words.flag("states") ? undefined : new StateReader(client, streamId);
  let [shown, hidden] = [0, 0];
  for await (const event of eventsOf(client, streamId, first)) {
    if (!isShown(event, moment)) {
      hidden += 1;
      continue;
    }
    const step = await stepOf(event, states, words);
    parts.output.out(words.flag("json") ? `${JSON.stringify(forMachines(step))}\n` : `${shown === 0 ? "" : "\n"}${stepText(step)}`);
    shown += 1;
  }
  if (!words.flag("json"))
    parts.output.err(
      `${shown} ${shown === 1 ? "event" : "events"} shown${hidden === 0 ? "" : `, ${hidden} left out: not yet effective or not yet known then`}.\n`,
    );
  return EXIT.done;
}

async function* eventsOf(client: ApiClient, streamId: string, from: number): AsyncGenerator<ReplayedEvent> {
  let next: Record<string, string> = { from: String(from) };
  for (;;) {
    const page = (await client.get(`/v1/streams/${streamId}/events`, { ...next, limit: String(PAGE_EVENTS) })) as {
      readonly events: readonly ReplayedEvent[];
      readonly nextCursor: string | null;
    };
    yield* page.events;
    if (page.nextCursor === null) return;
    next = { cursor: page.nextCursor };
  }
}

async function stepOf(event: ReplayedEvent, states: StateReader | undefined, words: Words): Promise<ReplayStep> {
  if (states === undefined) return { event };
  const [before, after] = [await states.after(event.revision - 1), await states.after(event.revision)];
  if (after === undefined) return { event };
  const changes = words.flag("no-changes") ? undefined : stateDifference(before ?? {}, after);
  return { event, ...(changes !== undefined && { changes }), ...(words.flag("states") && { state: after }) };
}

function forMachines({ event, ...step }: ReplayStep) {
  return { ...event, sentence: sentenceOf(event), ...step };
}

/** States of one stream by revision. The last one is kept: it is what the next is compared with. */
class StateReader {
  readonly #client: ApiClient;
  readonly #path: string;
  #last: { readonly revision: number; readonly state: unknown } | undefined;
  #hasStates = true;

  constructor(client: ApiClient, streamId: string) {
    this.#client = client;
    this.#path = `/v1/streams/${streamId}/state`;
  }

  /** Nothing before the first event, and for streams that fold to no state (a remembered refusal). */
  async after(revision: number): Promise<unknown> {
    if (revision < 0 || !this.#hasStates) return undefined;
    if (this.#last?.revision === revision) return this.#last.state;
    try {
      const { state } = (await this.#client.get(this.#path, { revision: String(revision) })) as { readonly state: unknown };
      this.#last = { revision, state };
      return state;
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 404) throw error;
      this.#hasStates = false;
      return undefined;
    }
  }
}
