import t from "tap";
import { eventsByCategory } from "../../../schemas/events/registry.ts";
import { applyPayment } from "../../../src/domain/account/applications/apply-payment.ts";
import { cancelPromise } from "../../../src/domain/account/promises/cancel-promise.ts";
import { evaluatePromise } from "../../../src/domain/account/promises/evaluate-promise.ts";
import { reschedulePromise } from "../../../src/domain/account/promises/reschedule-promise.ts";
import { confirmClearance } from "../../../src/domain/account/receipts/confirm-clearance.ts";
import { returnPayment } from "../../../src/domain/account/receipts/return-payment.ts";
import { revokeClearance } from "../../../src/domain/account/receipts/revoke-clearance.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import {
  ACCOUNT,
  cop,
  invoiceRecorded,
  paymentApplied,
  promiseRegistered,
  receiptRegistered,
  typesOf,
} from "../../support/account-history.ts";
import { applicationBody } from "../../support/company.ts";
import { given } from "../../support/given.ts";

const events = eventsByCategory.account;
const hash = "a".repeat(64);
const INVOICE = invoiceRecorded("F1", "100.00", "2025-10-01");
const PROMISED = promiseRegistered("P1", [["F1.1", "100.00"]], "2025-11-05", "2025-11-01");
const LINES = [{ instalmentId: "F1.1", amount: "100.00" }];
const kept = (on: string, counted = "100.00") =>
  effective(on, events.PromiseKept({ promiseId: "P1", lines: LINES, counted, missing: "0.00" }));

/** The promise kept by a cheque, cleared. */
const KEPT = [
  INVOICE,
  PROMISED,
  receiptRegistered("R1", "100.00", "2025-11-04", { method: "CHEQUE" }),
  paymentApplied("A1", "R1", [["F1.1", "100.00"]], "2025-11-04"),
  kept("2025-11-04"),
];
const bounce = (history: readonly DecidedEvent[], on: string, today: string, receiptId = "R1") =>
  given(...history).when(
    returnPayment,
    { accountId: ACCOUNT, receiptId, on, reasonCode: "NO_FUNDS", drawerFault: true },
    { today, roles: ["TRE"] },
  );
const ofPromises = (decided: readonly DecidedEvent[]) => decided.filter(({ type }) => type.startsWith("Promise"));
const evaluate = (history: readonly DecidedEvent[], asOf: string, promiseId = "P1") =>
  given(...history).when(evaluatePromise, { accountId: ACCOUNT, promiseId, asOf }, { today: "2025-12-31", roles: ["SYS"] });

t.test("PRM-E2 a cheque that bounces after the window breaks the promise it had kept, by new events", async (t) => {
  const { events: decided } = bounce(KEPT, "2025-11-12", "2025-11-13");
  t.match(ofPromises(decided), [
    { type: "PromiseKeptReversed", effectiveOn: "2025-11-12", data: { promiseId: "P1", counted: "0.00" } },
    { type: "PromiseBroken", effectiveOn: "2025-11-12", data: { promiseId: "P1", counted: "0.00", missing: "100.00" } },
  ]);
});

t.test("PRM-4 a bounce inside the window opens the promise again, and other money can still keep it", async (t) => {
  const { events: decided } = bounce(KEPT, "2025-11-06", "2025-11-06");
  t.match(ofPromises(decided), [{ type: "PromiseKeptReversed", effectiveOn: "2025-11-06" }]);
  t.equal(ofPromises(decided).length, 1);
  const history = [...KEPT, ...decided, receiptRegistered("R2", "100.00", "2025-11-07")];
  t.match(evaluate(history, "2025-11-07").events, [{ type: "PromiseKept", effectiveOn: "2025-11-07" }]);
});

t.test("PRM-4 a bounce inside the window that is heard of after it breaks the promise from its own day on", async (t) => {
  const { events: decided } = bounce(KEPT, "2025-11-06", "2025-11-20");
  t.match(ofPromises(decided), [
    { type: "PromiseKeptReversed", effectiveOn: "2025-11-06" },
    { type: "PromiseBroken", effectiveOn: "2025-11-08" },
  ]);
});

t.test("RET-4 a promise is judged again: what is left of the money may keep it in part", async (t) => {
  const history = [
    INVOICE,
    PROMISED,
    receiptRegistered("R1", "40.00", "2025-11-04"),
    receiptRegistered("R2", "60.00", "2025-11-04"),
    kept("2025-11-04"),
  ];
  t.match(ofPromises(bounce(history, "2025-11-12", "2025-11-13").events), [
    { type: "PromiseKeptReversed", data: { counted: "60.00" } },
    { type: "PromisePartiallyKept", effectiveOn: "2025-11-12", data: { counted: "60.00" } },
  ]);
  t.match(ofPromises(bounce(history, "2025-11-12", "2025-11-13", "R2").events), [
    { type: "PromiseKeptReversed", data: { counted: "40.00" } },
    { type: "PromiseBroken", data: { counted: "40.00", missing: "60.00" } },
  ]);
});

t.test("PRM-4 a promise kept in part is taken back as well, and the bounce of other money takes nothing back", async (t) => {
  const partly = { promiseId: "P1", lines: LINES, counted: "60.00", missing: "40.00" };
  const history = [
    INVOICE,
    PROMISED,
    receiptRegistered("R1", "60.00", "2025-11-04"),
    effective("2025-11-08", events.PromisePartiallyKept(partly)),
    receiptRegistered("R2", "40.00", "2025-11-10"),
    receiptRegistered("R3", "40.00", "2025-11-04", { cleared: false }),
  ];
  t.strictSame(typesOf(ofPromises(bounce(history, "2025-11-12", "2025-11-13").events)), ["PromiseKeptReversed", "PromiseBroken"]);
  for (const late of ["R2", "R3"]) t.strictSame(ofPromises(bounce(history, "2025-11-12", "2025-11-13", late).events), [], late);
});

t.test("PRM-4 money that moved elsewhere after the window is not taken back when something else bounces", async (t) => {
  const other = invoiceRecorded("F2", "100.00", "2025-10-01");
  const moved = applicationBody(ACCOUNT, "A2", "R1", [["F2.1", "100.00"]]);
  const history = [INVOICE, other, PROMISED, receiptRegistered("R1", "100.00", "2025-11-04"), kept("2025-11-04")];
  const after = [...history, ...given(...history).when(applyPayment, moved, { today: "2025-11-10" }).events];
  t.strictSame(ofPromises(after.slice(history.length)), []);
  const unrelated = [...after, receiptRegistered("R2", "50.00", "2025-11-11")];
  t.strictSame(ofPromises(bounce(unrelated, "2025-11-12", "2025-11-13", "R2").events), []);
});

t.test("PRM-3 a clearance that is taken back takes back what it kept, and the promise waits for the bank", async (t) => {
  const waiting = [INVOICE, PROMISED, receiptRegistered("R1", "100.00", "2025-11-04", { cleared: false })];
  const clearance = { accountId: ACCOUNT, receiptId: "R1", on: "2025-11-05", evidenceHash: hash };
  const history = [...waiting, ...given(...waiting).when(confirmClearance, clearance, { today: "2025-11-05" }).events];
  t.match(history.at(-1), { type: "PromiseKept" });
  const revoke = (today: string) =>
    ofPromises(
      given(...history).when(
        revokeClearance,
        { accountId: ACCOUNT, receiptId: "R1", on: "2025-11-06", evidenceHash: hash },
        { today, roles: ["TRE"] },
      ).events,
    );
  t.strictSame(typesOf(revoke("2025-11-06")), ["PromiseKeptReversed"]);
  t.strictSame(typesOf(revoke("2025-11-10")), ["PromiseKeptReversed"], "within the wait for clearance");
  t.strictSame(typesOf(revoke("2025-11-20")), ["PromiseKeptReversed", "PromiseBroken"]);
});

const CLEARING = [INVOICE, PROMISED, receiptRegistered("R1", "100.00", "2025-11-04", { cleared: false })];
const clear = (on: string, today = on) =>
  given(...CLEARING).when(confirmClearance, { accountId: ACCOUNT, receiptId: "R1", on, evidenceHash: hash }, { today });

t.test("PRM-5 money that clears after the wait does not count, however late the promise is looked at", async (t) => {
  t.match(
    clear("2025-11-12").events,
    [{ type: "ReceiptCleared" }, { type: "PromiseKept", effectiveOn: "2025-11-04" }],
    "the last day of it",
  );
  const late = clear("2025-11-13");
  t.strictSame(typesOf(late.events), ["ReceiptCleared"], "nobody looked at the promise on its day");
  t.match(evaluate([...CLEARING, ...late.events], "2025-11-20").events, [
    { type: "PromiseBroken", effectiveOn: "2025-11-13", data: { counted: "0.00" } },
  ]);
  t.match(evaluate(CLEARING, "2025-11-20").events, [{ type: "PromiseBroken", effectiveOn: "2025-11-13" }], "as on its day");
});

t.test("PRM-5 where there is nothing to wait for, what clears after the day of judgement does not count", async (t) => {
  const part = [INVOICE, PROMISED, receiptRegistered("R1", "60.00", "2025-11-04", { cleared: false })];
  const cleared = given(...part).when(
    confirmClearance,
    { accountId: ACCOUNT, receiptId: "R1", on: "2025-11-09", evidenceHash: hash },
    { today: "2025-11-09" },
  );
  t.match(evaluate([...part, ...cleared.events], "2025-11-10").events, [{ type: "PromiseBroken", effectiveOn: "2025-11-08" }]);
});

t.test("PRM-5 a bounce of what the promise waited for ends the waiting: what cleared meanwhile counts", async (t) => {
  const history = [
    INVOICE,
    PROMISED,
    receiptRegistered("R1", "40.00", "2025-11-04", { cleared: false }),
    receiptRegistered("R2", "60.00", "2025-11-04", { cleared: false }),
    effective("2025-11-09", events.ReceiptCleared({ receiptId: "R2", on: "2025-11-09", released: [], evidenceHash: hash })),
  ];
  t.match(ofPromises(bounce(history, "2025-11-10", "2025-11-10").events), [
    { type: "PromisePartiallyKept", effectiveOn: "2025-11-10", data: { counted: "60.00" } },
  ]);
});

t.test("collections §3 promises on an instalment that has become less share what is left, the earliest due first", async (t) => {
  const history = [
    INVOICE,
    promiseRegistered("P2", [["F1.1", "60.00"]], "2025-11-05", "2025-11-01"),
    promiseRegistered("P1", [["F1.1", "40.00"]], "2025-11-06", "2025-11-01"),
    receiptRegistered("R0", "50.00", "2025-10-20"),
  ];
  const older = [INVOICE, receiptRegistered("R0", "50.00", "2025-10-20"), ...history.slice(1, 3)];
  const shrink = given(...older).when(applyPayment, applicationBody(ACCOUNT, "A1", "R0", [["F1.1", "50.00"]]), { today: "2025-11-02" });
  t.match(ofPromises(shrink.events), [{ type: "PromiseCancelled", data: { promiseId: "P1" } }], "nothing is left for the later one");
  const after = [...older, ...shrink.events, receiptRegistered("R1", "50.00", "2025-11-04")];
  t.match(evaluate(after, "2025-11-06", "P2").events, [{ type: "PromiseKept", data: { counted: "50.00", missing: "0.00" } }]);

  const less = given(...older).when(applyPayment, applicationBody(ACCOUNT, "A1", "R0", [["F1.1", "30.00"]]), { today: "2025-11-02" });
  const both = [...older, ...less.events, receiptRegistered("R1", "70.00", "2025-11-04")];
  t.match(evaluate(both, "2025-11-06", "P2").events, [
    { type: "PromiseKept", data: { promiseId: "P2", counted: "60.00" } },
    { type: "PromiseKept", data: { promiseId: "P1", counted: "10.00" } },
  ]);
});

t.test("PRM-3 money that a cancelled promise frees keeps the next one at once", async (t) => {
  const history = [
    INVOICE,
    promiseRegistered("P1", [["F1.1", "60.00"]], "2025-11-20", "2025-11-01"),
    promiseRegistered("P2", [["F1.1", "40.00"]], "2025-11-21", "2025-11-01"),
    receiptRegistered("R1", "40.00", "2025-11-04"),
  ];
  const cancel = { accountId: ACCOUNT, promiseId: "P1", reason: "agreed" };
  t.match(given(...history).when(cancelPromise, cancel, { today: "2025-11-10" }).events, [
    { type: "PromiseCancelled", data: { promiseId: "P1" } },
    { type: "PromiseKept", data: { promiseId: "P2" } },
  ]);
});

const reschedule = (history: readonly DecidedEvent[], more = {}) =>
  given(...history).when(
    reschedulePromise,
    {
      ...{ accountId: ACCOUNT, promiseId: "P1", newPromiseId: "P2", dueOn: "2025-11-25", reason: "payday" },
      lines: [{ instalmentId: "F1.1", amount: cop("100.00") }],
      ...more,
    },
    { roles: ["PA"] },
  );

t.test("PRM-2 a promise is renewed twice at most; the new one takes its place with channel and collector", async (t) => {
  const first = promiseRegistered("P1", [["F1.1", "100.00"]], "2025-11-20", "2025-11-10");
  const { events: renewed } = reschedule([INVOICE, first]);
  t.match(renewed, [
    { type: "PromiseSuperseded", data: { promiseId: "P1", newPromiseId: "P2", lines: LINES } },
    { type: "PromiseRegistered", data: { promiseId: "P2", dueOn: "2025-11-25", channel: "PHONE", renewalNo: 1 } },
  ]);
  const second = reschedule([INVOICE, first, ...renewed], { promiseId: "P2", newPromiseId: "P3" });
  t.match(second.events[1], { data: { renewalNo: 2 } });
  reschedule([INVOICE, first, ...renewed, ...second.events], { promiseId: "P3", newPromiseId: "P4" }).refused(t, "PROMISE_LIMIT_REACHED", {
    renewals: "2",
    limit: "2",
  });
  reschedule([INVOICE, first, ...renewed]).refused(t, "INVALID_TRANSITION", { status: "SUPERSEDED" });
});

t.test("PRM-1 what the old promise covers is free for the new one, and money that came before it counts no more", async (t) => {
  const first = promiseRegistered("P1", [["F1.1", "60.00"]], "2025-11-20", "2025-11-10");
  const other = promiseRegistered("P9", [["F1.1", "30.00"]], "2025-11-21", "2025-11-10");
  const lines = (amount: string) => ({ lines: [{ instalmentId: "F1.1", amount: cop(amount) }] });
  t.strictSame(reschedule([INVOICE, first, other], lines("70.00")).violations, []);
  reschedule([INVOICE, first, other], lines("70.01")).refused(t, "ITEM_ALREADY_PROMISED", { alreadyPromised: "30.00" });
  const early = receiptRegistered("R1", "20.00", "2025-11-12");
  const renewed = reschedule([INVOICE, first, early], lines("60.00"));
  const after = [INVOICE, first, early, ...renewed.events];
  t.match(evaluate(after, "2025-11-28", "P2").events, [{ type: "PromiseBroken", data: { counted: "0.00" } }]);
});
