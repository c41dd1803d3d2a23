import { randomUUID } from "node:crypto";
import t from "tap";
import { ApprovalGranted } from "../../schemas/events/approval.ts";
import { encodeEvent } from "../../src/application/event-codec.ts";
import type { CompletingGrant } from "../../src/application/ledger.ts";
import { approvalsGranted } from "../../src/application/processes/approvals-granted.ts";
import { NO_STREAM, StoreUnavailable } from "../../src/event-store/port.ts";
import { onceUpToDate, openProcessHouse, type ProcessHouse } from "./process-house.ts";

/** A grant in the log, as a server left it that died before it could go on. Gives the id of the event. */
async function grantOf({ store }: ProcessHouse, approvalId: string, complete: boolean, entityId?: string): Promise<string> {
  const commandId = randomUUID();
  const approval = { approvalId, ...(entityId !== undefined && { entityId }) };
  const grantor = { personId: "P-DIR", roles: ["DIR"] };
  const { type, data } = ApprovalGranted({ ...approval, grantor, complete, waitingFor: [] });
  const envelope = {
    v: 1,
    effectiveOn: "2025-06-01",
    actor: "P-DIR",
    command: "GrantApproval",
    commandId,
    fingerprint: "",
    index: 0,
    count: 1,
  };
  const event = encodeEvent(type, data, envelope);
  await store.append({ stream: `approval-${approvalId}`, expected: NO_STREAM, events: [event], commandId, claims: [], unchanged: [] });
  return event.eventId;
}

t.test("what a completing grant permits is carried through after a crash, and tried until it is; other grants wait for more", async (t) => {
  const house = await openProcessHouse(t);
  await grantOf(house, "AP-1", false);
  const eventId = await grantOf(house, "AP-2", true);
  const asked: CompletingGrant[] = [];
  const ledger = {
    ...house.ledger,
    async executeApproved(grant: CompletingGrant) {
      asked.push(grant);
      if (asked.length < 3) throw new StoreUnavailable("not yet");
    },
  };
  const runner = house.start({ events: [approvalsGranted], calendar: [], ledger });
  await onceUpToDate(runner, "approval");
  t.strictSame(asked, Array(3).fill({ approvalId: "AP-2", eventId }));
  t.strictSame((await runner.status()).parked, []);
});

t.test("one that can never be carried through is parked for the people of its legal entity", async (t) => {
  const house = await openProcessHouse(t);
  const eventId = await grantOf(house, "AP-1", true, "CO01");
  const ledger = { ...house.ledger, executeApproved: () => Promise.reject(new Error("broken")) };
  const runner = house.start({ events: [approvalsGranted], calendar: [], ledger, pauseMs: 1 });
  await onceUpToDate(runner, "approval");
  t.match((await runner.status()).parked, [
    { process: "approval", step: "execute", entityId: "CO01", owner: eventId, code: "INTERNAL_ERROR" },
  ]);
});
