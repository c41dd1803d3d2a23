import { setTimeout as sleep } from "node:timers/promises";
import { Census } from "../../demo/census.ts";
import type { DemoArguments, DemoDay } from "../../demo/demo-command.ts";
import { demoDays } from "../../demo/demo-days.ts";
import { DemoClock, type DemoLedger, holdsNothingElse, OtherContent } from "../../demo/demo-ledger.ts";
import { DemoLoader, instantOf, UnexpectedAnswer } from "../../demo/load-demo.ts";
import { OWNER_ID, STAFF, tokenOf } from "../../demo/staff.ts";
import { isCalendarDate } from "../../kernel/calendar-date.ts";
import { EXIT } from "../exit-code.ts";
import { count, Progress } from "../progress.ts";
import { type CommandLineParts, type SubCommand, type Words, WrongUse } from "../sub-command.ts";

const DEFAULTS = { customers: 40, months: 24, seed: "cartera", ends: "2026-06-30" } as const;
const FIRST_END = "2000-01-01";
const LAST_END = "2150-12-31";
/** When the last day is left, and time runs on. */
const EVENING = "17:20";

export const demo: SubCommand = {
  name: "demo",
  takes: "",
  summary: "fill a ledger of its own with the life of a branch, and serve it until it is told to stop (Ctrl-C)",
  details: `A distributor with two branches in Colombia: customers who pay early, late, in part, by cheque or not at all, orders held and
released, promises kept and broken, notes, refunds, write-offs. The same options give the same ledger, to the peso; run again, it goes on
where it was and changes nothing that is done. It lives in a data directory of its own, or in the database of DATABASE_URL where that is
set and empty. Everybody's API key follows from the seed, so it is no place for anything real.`,
  options: {
    customers: { type: "string", value: "<number>", says: `how many, 1 to 500 (${DEFAULTS.customers})` },
    months: { type: "string", value: "<number>", says: `how long, 1 to 120 (${DEFAULTS.months})` },
    ends: { type: "string", value: "<date>", says: `the last business day (${DEFAULTS.ends})` },
    seed: { type: "string", value: "<text>", says: `another one is another branch (${DEFAULTS.seed})` },
    speed: { type: "string", value: "<days>", says: "days per second, to watch them go by, or fast (fast)" },
    "data-dir": { type: "string", value: "<path>", says: "where it lives (the ledger's data directory with -demo at its end)" },
    "load-only": { type: "boolean", says: "stop when the ledger is filled" },
  },
  run,
};

async function run(words: Words, parts: CommandLineParts): Promise<number> {
  words.none();
  const story = storyOf(words);
  const msPerDay = paceOf(words.text("speed") ?? "fast");
  const days = demoDays(story);
  const first = days.next();
  if (first.done === true) throw new WrongUse("There is no day in that time.");
  const clock = new DemoClock(instantOf(first.value.date, "00:05"));
  const stop = new AbortController();
  const stopped = parts.stopSignal().then(() => stop.abort());
  try {
    const ledger = await parts.startDemo({
      ...{ clock, dataDir: words.text("data-dir"), ownerToken: tokenOf(story.seed, OWNER_ID) },
      async admit(store) {
        await holdsNothingElse(store, story);
        // Where it was lived in part before, time goes on from there.
        clock.set(Date.parse((await store.head()).recordedAt));
      },
    });
    try {
      parts.output.err(`Filling the ledger in ${ledger.dataDir}; it answers at ${ledger.url}\n`);
      const filling = { ledger, clock, days: allOf(first.value, days), story, msPerDay, stop: stop.signal };
      if (!(await fill(filling, parts))) return EXIT.gaveUp;
      if (words.flag("load-only")) return EXIT.done;
      parts.output.out(invitation(ledger.url, story));
      await stopped;
      return EXIT.done;
    } finally {
      await ledger.close();
    }
  } catch (error) {
    if (!(error instanceof OtherContent || error instanceof UnexpectedAnswer)) throw error;
    parts.output.err(`cartera demo: ${error.message}\n`);
    return error instanceof OtherContent ? EXIT.wrongUse : EXIT.refused;
  }
}

function storyOf(words: Words): DemoArguments {
  const seed = words.text("seed") ?? DEFAULTS.seed;
  const ends = words.text("ends") ?? DEFAULTS.ends;
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(seed)) throw new WrongUse("--seed takes up to 40 letters, digits, - and _.");
  if (!isCalendarDate(ends) || ends < FIRST_END || ends > LAST_END) {
    throw new WrongUse(`--ends takes a date such as ${DEFAULTS.ends}, from ${FIRST_END} to ${LAST_END}, not "${ends}".`);
  }
  return {
    seed,
    ends,
    customers: words.whole("customers", DEFAULTS.customers, 1, 500),
    months: words.whole("months", DEFAULTS.months, 1, 120),
  };
}

/** The least time a day takes, in milliseconds. */
function paceOf(speed: string): number {
  if (speed === "fast") return 0;
  const perSecond = /^\d{1,4}(\.\d{1,3})?$/.test(speed) ? Number(speed) : 0;
  if (perSecond === 0) throw new WrongUse(`--speed takes a number of days per second, such as 2 or 0.5, or the word fast, not "${speed}".`);
  return 1_000 / perSecond;
}

function* allOf(first: DemoDay, others: Iterable<DemoDay>): Generator<DemoDay> {
  yield first;
  yield* others;
}

interface Filling {
  readonly ledger: DemoLedger;
  readonly clock: DemoClock;
  readonly days: Iterable<DemoDay>;
  readonly story: DemoArguments;
  readonly msPerDay: number;
  readonly stop: AbortSignal;
}

/** Lives all days; false when it was told to stop before the last one. */
async function fill({ ledger, clock, days, story, msPerDay, stop }: Filling, { output }: CommandLineParts): Promise<boolean> {
  const loader = new DemoLoader({ ledger: ledger.ledger, setClock: (ms) => clock.set(ms), settled: () => ledger.settled() });
  const census = new Census();
  const began = performance.now();
  let daysDone = 0;
  let today = "";
  const progress = new Progress(output, "commands");
  for (const day of days) {
    const dayBegan = performance.now();
    await loader.live(day);
    census.add(day);
    daysDone += 1;
    today = day.date;
    progress.reached(loader.sent, undefined, `business day ${today}`);
    await sleep(Math.max(msPerDay - (performance.now() - dayBegan), 0), undefined, { signal: stop }).catch(() => undefined);
    if (stop.aborted) return false;
  }
  await ledger.settled();
  await ledger.caughtUp();
  clock.set(instantOf(story.ends, EVENING));
  clock.runOn();
  const seconds = Math.max((performance.now() - began) / 1_000, 0.1);
  output.err(
    `Done: ${count(daysDone)} days to ${today}, ${count(loader.sent)} commands in ${Math.round(seconds)} s, ${count(Math.round(loader.sent / seconds))}/s.\n`,
  );
  output.out(
    `What happens in it:\n${census
      .entries()
      .map(([what, times]) => `  ${count(times).padStart(7)}  ${what}\n`)
      .join("")}`,
  );
  return true;
}

/** Where to look, as whom, and what to ask. */
function invitation(url: string, { seed, ends }: DemoArguments): string {
  const ask = (path: string) => `  curl -s -H "Authorization: Bearer $CARTERA_API_KEY" "${url}/v1/${path}"\n`;
  const people = [...STAFF].map(({ personId, role, name }) => `  ${role.padEnd(4)} ${name.padEnd(18)} ${tokenOf(seed, personId)}\n`);
  return `
The ledger of the demonstration answers; today is ${ends}.

  API        ${url}/v1
  Browse it  ${url}/docs

Keys, one per person (they follow from the seed: everybody has them):
${people.join("")}  all  ${"the owner".padEnd(18)} ${tokenOf(seed, OWNER_ID)}

Ask it:
  export CARTERA_API_KEY=${tokenOf(seed, "CAROLINA")}
${ask("aging?groupBy=customer")}${ask("aging?groupBy=salesperson&asOf=2025-12-31")}${ask("accounts/C003.CO01.COP")}${ask("accounts/C006.CO01.COP/timeline")}${ask("promises?status=BROKEN")}
`;
}
