import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t, { type Test } from "tap";
import { Dice } from "../properties/account/model/dice.ts";
import { startTestServer } from "../support/server.ts";
import { type Acknowledged, Callers } from "./kills/callers.ts";
import { KeptLedger, type Victim } from "./kills/kept-ledger.ts";
import { lostOrOther, orderFaults, whatHappened, whatIsStored } from "./kills/log-faults.ts";
import { ACCOUNTS, openAccounts, repeatCalmly } from "./kills/portfolio.ts";
import { cartera, clientOf, contents, eventsOf, type FeedEvent, freePort, type Place } from "./place.ts";

/** A longer run: `CARTERA_TEST_KILLS=500 npm run test:only -- fifty-kills`. */
const KILLS = Number(process.env.CARTERA_TEST_KILLS ?? 50);
const SEED = Number(process.env.CARTERA_TEST_SEED ?? Date.now() % 1_000_000);
const CALLERS = 64;
/** So many commands begin from one kill to the next, and it comes while at least as many as there are callers are still to begin. */
const COMMANDS_PER_KILL = 120;
const AS_OF = "2025-12-31";
/** Who dies, by turns that are shuffled: of ten six times a server, three times PostgreSQL. */
const TURNS: readonly Victim[] = ["backend", "everything"].flatMap((seldom) => [
  ...Array<Victim>(6).fill("server"),
  ...Array<Victim>(3).fill("database"),
  seldom as Victim,
]);

t.setTimeout(600_000 + KILLS * 10_000);

t.test(
  `${KILLS} times kill -9 of a server or PostgreSQL under ${CALLERS} callers: nothing acknowledged is lost, nothing happens twice`,
  async (t) => {
    t.comment(`CARTERA_TEST_SEED=${SEED} gives the same victims and commands again`);
    const directory = await mkdtemp(join(tmpdir(), "cartera-kills-"));
    await chmod(directory, 0o755);
    t.teardown(() => rm(directory, { recursive: true, force: true }));
    const dice = new Dice(SEED);
    const ledger = new KeptLedger(directory, [await freePort(), await freePort()]);
    t.teardown(() => ledger.stop());
    await ledger.start();
    const [place] = ledger.servers.map((server) => server.place) as [Place];
    await openAccounts(place);

    const callers = new Callers(
      ledger.servers.map((server) => server.place),
      ACCOUNTS,
    );
    const each = Array.from({ length: CALLERS }, () => new Dice(dice.upTo(0xffff_fffe)));
    await Promise.all([callers.run(each), killAll(t, ledger, callers, dice)]);
    await Promise.all(ledger.servers.map((server) => server.untilServing()));
    const { journal } = callers;
    const endedByThemselves = ledger.servers.reduce((sum, { endedByItself }) => sum + endedByItself, 0);
    t.equal(endedByThemselves, 0, "no server ended that was not killed");
    t.comment(`${journal.length} commands answered; ${callers.retried} sent again, ${callers.foundStored} of them were stored unheard`);
    t.ok(callers.foundStored > 0, "some answers were lost after the command was stored");
    t.ok(
      journal.some(({ status }) => status === 422),
      "some commands were refused",
    );
    t.strictSame(
      journal.filter(({ status, expected }) => status !== expected),
      [],
      "every command got the answer it would have got without a kill",
    );
    const log = await readLog(place);
    t.strictSame(orderFaults(log), [], "ordinals and revisions are dense, no command is stored twice");
    t.strictSame(lostOrOther(log, journal), [], "what was acknowledged is there as it was acknowledged");
    t.strictSame(whatIsStored(log), whatHappened(journal), "nothing else is, and nothing that was refused");
    t.strictSame(await answeredOtherwise(callers, dice), [], "every key sent again gets the same bytes");
    t.equal((await readLog(place)).length, log.length, "and appends nothing");
    t.strictSame(await contents(place, AS_OF), await contentsWithoutKill(t, directory, journal), "the ledger is as without the kills");
    await verifies(t, place);
  },
);

/** Each kill comes at a random moment of a load that is under way; what died is started again meanwhile. */
async function killAll(t: Test, ledger: KeptLedger, callers: Callers, dice: Dice): Promise<void> {
  const cutOff = new Map<Victim, number[]>();
  for (const victim of shuffled(dice)) {
    const aim = await ledger.aim(victim, dice);
    callers.allow(COMMANDS_PER_KILL);
    await callers.answered(callers.journal.length + dice.between(1, COMMANDS_PER_KILL - CALLERS));
    cutOff.set(victim, [...(cutOff.get(victim) ?? []), callers.inFlight(aim.places)]);
    aim.strike();
    await ledger.mend();
  }
  callers.finish();
  for (const [victim, requests] of cutOff) {
    const hits = requests.filter((open) => open > 0).length;
    const sum = requests.reduce((total, open) => total + open, 0);
    t.ok(hits > 0, `${victim}: ${requests.length} kills, ${hits} while requests were under way, ${sum} of them in all`);
  }
}

function shuffled(dice: Dice): readonly Victim[] {
  const victims = Array.from({ length: KILLS }, (_, turn) => TURNS[turn % TURNS.length] as Victim);
  return victims
    .map((victim) => ({ victim, at: dice.upTo(0xffff_fffe) }))
    .sort((a, b) => a.at - b.at)
    .map(({ victim }) => victim);
}

async function readLog(place: Place): Promise<readonly FeedEvent[]> {
  const log: FeedEvent[] = [];
  for await (const event of eventsOf(clientOf(place))) log.push(event);
  return log;
}

/** Sends every command once more, as many at a time as there are callers; gives the keys whose answers differ from the first. */
async function answeredOtherwise(callers: Callers, dice: Dice): Promise<readonly string[]> {
  const left = [...callers.journal];
  const others: string[] = [];
  const again = async () => {
    for (let entry = left.pop(); entry !== undefined; entry = left.pop()) {
      const { status, text } = await callers.deliver(entry, dice);
      if (status !== entry.status || text !== entry.text) others.push(`${entry.key}: ${status} ${text}`);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, again));
  return others;
}

async function contentsWithoutKill(t: Test, directory: string, journal: readonly Acknowledged[]): ReturnType<typeof contents> {
  const { http } = await startTestServer(t);
  const place = { directory, port: Number(new URL(http.url).port) };
  const refused = journal.some(({ status }) => status === 422);
  t.equal(await repeatCalmly(place, journal), refused ? 1 : 0, "the same commands once more, on a ledger that nobody kills");
  return contents(place, AS_OF);
}

/** `cartera verify`: order, sums, and that every read model is what a rebuild makes of the log. */
async function verifies(t: Test, place: Place): Promise<void> {
  const verification = cartera(place, "verify");
  let said = "";
  verification.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  verification.stderr?.resume();
  await once(verification, "close");
  t.equal(verification.exitCode, 0, `cartera verify: ${said}`);
}
