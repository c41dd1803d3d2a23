import t from "tap";
import { type EventStore, StoreUnavailable } from "../../src/event-store/port.ts";
import { ACCOUNT, as, courseOf, grant, lastOf, openCompany, submit, typesOf } from "../support/approvals.ts";
import { openTestLedger, testClock } from "../support/ledger.ts";
import { openTestStore } from "../support/test-log.ts";

t.test("a crash between grant and execution, or between execution and its record, leaves one execution", async (t) => {
  for (const broken of ["account-", "approval-"]) {
    const clock = testClock();
    const real = await openTestStore({ clock: () => clock.now() });
    let isBroken = false;
    const store: EventStore = {
      ...bound(real),
      append: (request) => {
        const outcome = request.events.some(({ meta }) => /OpenCreditLine|RecordApprovalOutcome/.test(meta));
        if (isBroken && outcome && request.stream.startsWith(broken)) return Promise.reject(new StoreUnavailable("away"));
        return real.append(request);
      },
    };
    const test = await openCompany(store);
    const approvalId = await submit(test);
    isBroken = true;
    const granted = await grant(test, approvalId, "DIRK");
    t.strictSame(await courseOf(test, approvalId), ["ApprovalRequested", "ApprovalGranted"], "the grant stands");
    isBroken = false;
    const completing = { approvalId, eventId: granted.events[0]?.eventId ?? "" };
    const other = await openTestLedger({ store, keys: test.keys, clock: test.clock });
    await Promise.all([test, test, other].map(({ ledger }) => ledger.executeApproved(completing)));
    await test.ledger.executeApproved(completing);
    t.strictSame(await courseOf(test, approvalId), ["ApprovalRequested", "ApprovalGranted", "ApprovalExecuted"], broken);
    t.strictSame(await typesOf(test, `account-${ACCOUNT}`), ["CreditLineOpened"], broken);
  }
});

t.test("what took effect before a crash is recorded as executed, although its maker has left since", async (t) => {
  const { test, approvalId, eventId, heal } = await grantedButNot("approval-");
  t.strictSame(await typesOf(test, `account-${ACCOUNT}`), ["CreditLineOpened"], "it took effect");
  heal();
  await test.accept("deactivate-person", { personId: "CARL" }, as("ADAM"));
  await test.ledger.executeApproved({ approvalId, eventId });
  t.equal((await courseOf(test, approvalId)).at(-1), "ApprovalExecuted");
});

t.test("what did not take effect before its maker left takes none any more", async (t) => {
  const { test, approvalId, eventId, heal } = await grantedButNot("account-");
  heal();
  await test.accept("deactivate-person", { personId: "CARL" }, as("ADAM"));
  await test.ledger.executeApproved({ approvalId, eventId });
  t.equal((await courseOf(test, approvalId)).at(-1), "ApprovalFailed");
  t.strictSame(await typesOf(test, `account-${ACCOUNT}`), []);
});

t.test("a server that knew the approval before another one took the grant carries it through all the same", async (t) => {
  const { test, approvalId, eventId, heal, other } = await grantedButNot("account-");
  heal();
  await other.ledger.executeApproved({ approvalId, eventId });
  t.equal((await courseOf(test, approvalId)).at(-1), "ApprovalExecuted");
});

t.test("what another server took from somebody behind it counts when it is carried through", async (t) => {
  const { test, approvalId, eventId, heal, other } = await grantedButNot("account-");
  heal();
  await test.accept("deactivate-person", { personId: "DIRK" }, as("ADAM"));
  await other.ledger.executeApproved({ approvalId, eventId });
  t.match(JSON.parse((await lastOf(test, approvalId))?.data ?? "{}"), { code: "AUTHORITY_EXCEEDED" });
});

t.test("a grant that cannot be carried through at once says so in the log of the server", async (t) => {
  const { test, approvalId } = await grantedButNot("account-");
  t.match(test.warnings, [new RegExp(`^approval ${approvalId} was granted and could not be carried through yet: away$`)]);
});

t.test("an outcome that can never be recorded is a fault to be parked, and nothing to wait for", async (t) => {
  const { test, approvalId, eventId, heal } = await grantedButNot("account-");
  const outcome = { approvalId, outcome: "FAILED", commandId: eventId, code: "LINE_ALREADY_OPEN" };
  heal(() => test.accept("record-approval-outcome", outcome));
  const error = await test.ledger.executeApproved({ approvalId, eventId }).catch((thrown: unknown) => thrown);
  t.match(error, { message: /could not be recorded: INVALID_TRANSITION/ });
  t.notOk(error instanceof StoreUnavailable);
});

/** DIRK granted a line, and the log was away for the events of streams that begin so; another server has looked at the request before. */
async function grantedButNot(broken: string) {
  const clock = testClock();
  const real = await openTestStore({ clock: () => clock.now() });
  let isBroken = false;
  let before: (() => Promise<unknown>) | undefined;
  const store: EventStore = {
    ...bound(real),
    async append(request) {
      const isOutcome = request.events.some(({ meta }) => /OpenCreditLine|RecordApprovalOutcome/.test(meta));
      if (isBroken && isOutcome && request.stream.startsWith(broken)) throw new StoreUnavailable("away");
      const first = isOutcome ? before : undefined;
      if (first !== undefined) before = undefined;
      await first?.();
      return real.append(request);
    },
  };
  const test = await openCompany(store);
  const approvalId = await submit(test);
  const other = await openTestLedger({ store, keys: test.keys, clock: test.clock });
  await other.refuse("grant-approval", { approvalId }, as("CHIP"));
  isBroken = true;
  const { events } = await grant(test, approvalId, "DIRK");
  /** The log is there again; with `first`, something happens just before the next event of an outcome. */
  const heal = (first?: () => Promise<unknown>) => {
    isBroken = false;
    before = first;
  };
  return { test, other, approvalId, eventId: events[0]?.eventId ?? "", heal };
}

function bound(store: EventStore): EventStore {
  return {
    capabilities: store.capabilities,
    append: (request) => store.append(request),
    readStream: (stream, options) => store.readStream(stream, options),
    readAll: (after, limit) => store.readAll(after, limit),
    readMatching: (after, limit, filter) => store.readMatching(after, limit, filter),
    revisions: (streams) => store.revisions(streams),
    findCommands: (ids) => store.findCommands(ids),
    head: (options) => store.head(options),
    ordinalAt: (instant) => store.ordinalAt(instant),
    endOfAppend: (ordinal) => store.endOfAppend(ordinal),
    subscribe: (after, deliver) => store.subscribe(after, deliver),
    close: () => store.close(),
  };
}
