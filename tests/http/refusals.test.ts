import t, { type Test } from "tap";
import { startTestServer } from "../support/server.ts";
import { applications } from "./refusals/applications.ts";
import { approvals } from "./refusals/approvals.ts";
import { compareWithCatalogue } from "./refusals/compare-with-catalogue.ts";
import { creditLines } from "./refusals/credit-lines.ts";
import { creditMoves } from "./refusals/credit-moves.ts";
import { creditNotes } from "./refusals/credit-notes.ts";
import { customers } from "./refusals/customers.ts";
import { documents } from "./refusals/documents.ts";
import { provokeGeneral } from "./refusals/general.ts";
import { type Area, EARLIER, House, TODAY } from "./refusals/house.ts";
import { orders } from "./refusals/orders.ts";
import { organisation } from "./refusals/organisation.ts";
import { promises } from "./refusals/promises.ts";
import { type Fired, isRefused, leavesNothing, provoke } from "./refusals/provoke.ts";
import { receipts } from "./refusals/receipts.ts";
import { settlements } from "./refusals/settlements.ts";
import { writeOffs } from "./refusals/write-offs.ts";

t.setTimeout(300_000);

const AREAS: readonly Area[] = [
  ...[organisation, approvals, customers, creditLines, orders, documents, receipts],
  ...[applications, creditNotes, settlements, promises, writeOffs, creditMoves],
];

/** The companies as they are on the day of the refusals; whoever is refused may be refused as often as they want. */
async function openHouse(t: Test): Promise<House> {
  const server = await startTestServer(t, { clock: `${EARLIER}T14:00:00.000Z` });
  const house = new House(server);
  await house.setUpCompanies();
  await house.employ();
  for (const { before } of AREAS) await before?.(house);
  await house.appointDirector();
  await house.settled();
  await server.restart({ CARTERA_CLOCK: `${TODAY}T14:00:00.000Z`, CARTERA_REFUSALS_PER_MINUTE: "100000" });
  await house.settled();
  for (const { today } of AREAS) await today?.(house);
  return house;
}

t.test("every refusal of every command is provoked over HTTP", async (t) => {
  const house = await openHouse(t);
  await t.test("what was accepted says where it can be read", async (t) => {
    t.ok(house.locations.size > 50, `${house.locations.size} commands`);
    await house.settled();
    for (const [command, location] of house.locations) {
      const { status, body } = await house.server.http.get(location);
      t.equal(status, 200, `${command}: ${location}`, { body });
    }
  });
  const fired: Fired = new Map();
  const cases = AREAS.map((area) => {
    const byCommand = [...Object.entries(area.cases), ...Object.entries(area.casesOf?.(house) ?? {})];
    return { area, ofArea: byCommand.flatMap(([command, all]) => all.map((each) => [command, each] as const)) };
  });
  for (const { area, ofArea } of cases) {
    await t.test(area.name, async (t) => {
      const head = await house.settled();
      for (const [command, each] of ofArea) await provoke(t, house, fired, command, each);
      await leavesNothing(t, house, head);
    });
  }
  await t.test("what is the same for all commands", async (t) => {
    const head = await house.settled();
    await provokeGeneral(
      t,
      house,
      fired,
      cases.flatMap(({ ofArea }) => ofArea),
    );
    await leavesNothing(t, house, head);
  });
  await t.test("what is refused only when the last person grants it", async (t) => {
    for (const { agreed } of AREAS) {
      for (const [code, because, people, command, body] of agreed ?? []) {
        const { status, code: given } = await house.agreed(people, command, body);
        t.strictSame([status, given], ["FAILED", code], `${command}: ${because}`);
        fired.set(command, (fired.get(command) ?? new Set()).add(given));
      }
    }
  });
  await t.test("more refusals in a minute than a person may have are slowed down, and not remembered", (t) => slowDown(t, house, fired));
  await t.test("what commands announce, and what was provoked", (t) => compareWithCatalogue(t, house, fired));
});

async function slowDown(t: Test, house: House, fired: Fired): Promise<void> {
  await house.server.restart({ CARTERA_CLOCK: `${TODAY}T14:00:00.000Z`, CARTERA_REFUSALS_PER_MINUTE: "1" });
  const post = (key: string, approvalId: string) =>
    house.server.http.post("expire-approval", { approvalId }, { key, headers: { "accept-language": "en" } });
  const first = await post("slow 1", "NONE");
  const second = await post("slow 2", "NONE");
  isRefused(t, fired, "expire-approval", "the first one", first, "APPROVAL_NOT_FOUND");
  isRefused(t, fired, "expire-approval", "the second one", second, "RATE_LIMITED");
  t.match(second.headers.get("retry-after"), /^[1-9][0-9]?$/);
  const again = await post("slow 1", "NONE");
  t.strictSame([again.status, again.body.traceId], [first.status, first.body.traceId], "what was refused before costs nothing");
}
