import t from "tap";
import { account } from "../../../src/domain/account/account.ts";
import { applyPayment } from "../../../src/domain/account/applications/apply-payment.ts";
import { approveApplication } from "../../../src/domain/account/applications/approve-application.ts";
import { proposeApplication } from "../../../src/domain/account/applications/propose-application.ts";
import { rejectApplication } from "../../../src/domain/account/applications/reject-application.ts";
import { returnPayment } from "../../../src/domain/account/receipts/return-payment.ts";
import type { DecidedEvent } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered, typesOf } from "../../support/account-history.ts";
import { applicationBody } from "../../support/company.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";

const HISTORY = [
  invoiceRecorded("F1", "100.00", "2025-11-01", { earlyDiscount: { pct: "2.00", lastDay: "2025-11-10" } }),
  invoiceRecorded("F2", "80.00", "2025-11-01"),
  receiptRegistered("R1", "100.00", "2025-11-12"),
];
const MAKER: Occasion = { personId: "ANA", roles: ["PA"] };
const LEADER: Occasion = { personId: "CARLA", roles: ["CHF"] };
const FOUR_EYES = { policies: { application: { fourEyes: true } } };

const lines = [["F1.1", "60.00"] as const, ["F2.1", "30.00"] as const];
const propose = (history: readonly DecidedEvent[] = HISTORY, overrides = {}, occasion: Occasion = {}) =>
  given(...history).when(proposeApplication, applicationBody(ACCOUNT, "A1", "R1", lines, overrides), { ...MAKER, ...occasion });
const PROPOSED = [...HISTORY, ...propose().events];
const decided = { accountId: ACCOUNT, applicationId: "A1" };
const approve = (history: readonly DecidedEvent[] = PROPOSED, occasion: Occasion = {}, more = {}) =>
  given(...history).when(approveApplication, { ...decided, ...more }, { ...LEADER, ...occasion });
const reject = (history: readonly DecidedEvent[], occasion: Occasion, more = {}) =>
  given(...history).when(rejectApplication, { ...decided, ...more }, occasion);

t.test("APL-6 a proposal applies nothing and holds both sides until it is decided on", async (t) => {
  t.match(propose().events, [
    {
      type: "ApplicationProposed",
      effectiveOn: "2025-11-20",
      data: {
        reserves: [
          { instalmentId: "F1.1", money: "60.00", settles: "60.00" },
          { instalmentId: "F2.1", money: "30.00", settles: "30.00" },
        ],
        proposedBy: "ANA",
        validTo: "2025-11-25",
      },
    },
  ]);
  const { credits, documents } = stateOf(account, ACCOUNT, PROPOSED);
  t.strictSame([credits.byId.get("R1")?.unapplied, credits.byId.get("R1")?.reserved], [100_00n, 90_00n]);
  t.strictSame([documents.instalments.get("F1.1")?.open, documents.instalments.get("F1.1")?.reserved], [100_00n, 60_00n]);
  const apply = (instalmentId: string, amount: string) =>
    given(...PROPOSED).when(applyPayment, applicationBody(ACCOUNT, "A2", "R1", [[instalmentId, amount]]));
  apply("F1.1", "10.01").refused(t, "RECEIPT_EXHAUSTED", { left: "10.00" });
  t.strictSame(apply("F1.1", "10.00").violations, []);
  const other = receiptRegistered("R2", "100.00", "2025-11-12");
  given(...PROPOSED, other)
    .when(applyPayment, applicationBody(ACCOUNT, "A2", "R2", [["F1.1", "40.01"]]))
    .refused(t, "OVER_APPLICATION", { open: "40.00" });
});

t.test("APL-6 with four eyes what a desk applies becomes a proposal; treasury and processes apply by themselves", async (t) => {
  const typesBy = (roles: readonly string[], policies = FOUR_EYES) =>
    typesOf(given(...HISTORY).when(applyPayment, applicationBody(ACCOUNT, "A1", "R1", lines), { roles, ...policies }).events);
  for (const roles of [["PA"], ["ARA"], ["PO", "CHF"]]) t.strictSame(typesBy(roles), ["ApplicationProposed"], roles.join());
  for (const roles of [["TRE"], ["SYS"], ["PA", "TRE"]]) t.strictSame(typesBy(roles), ["PaymentApplied"], roles.join());
  t.strictSame(typesBy(["PA"], { policies: { application: { fourEyes: false } } }), ["PaymentApplied"]);
  given(...HISTORY)
    .when(applyPayment, applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "100.01"]]), { ...MAKER, ...FOUR_EYES })
    .refused(t, "OVER_APPLICATION");
});

t.test("APL-6 an approval applies what was proposed, with its own reservation free for it", async (t) => {
  const { events } = approve();
  t.match(events, [
    { type: "ApplicationApproved", effectiveOn: "2025-11-20" },
    {
      type: "PaymentApplied",
      effectiveOn: "2025-11-12",
      data: { applicationId: "A1", lines: [{ lineId: "A1.1", amount: "60.00", settledOn: "2025-11-12" }, { lineId: "A1.2" }] },
    },
  ]);
  const { credits, documents, proposals } = stateOf(account, ACCOUNT, [...PROPOSED, ...events]);
  t.strictSame([credits.byId.get("R1")?.unapplied, credits.byId.get("R1")?.reserved], [10_00n, 0n]);
  t.strictSame([documents.instalments.get("F2.1")?.open, documents.instalments.get("F2.1")?.reserved], [50_00n, 0n]);
  t.equal(proposals.get("A1")?.status, "APPROVED");
  approve([...PROPOSED, ...events]).refused(t, "INVALID_TRANSITION", { status: "APPROVED" });
});

t.test("APL-6 everything is checked again: the authority for a discount, and the date asked for", async (t) => {
  const withDiscount = (pct: string, amount: string) =>
    given(...HISTORY).when(
      proposeApplication,
      applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "60.00", { discount: { pct, amount: cop(amount) } }]]),
      MAKER,
    );
  const small = withDiscount("1.00", "0.60");
  t.strictSame(small.violations, [], "who proposes needs no authority");
  t.strictSame(typesOf(approve([...HISTORY, ...small.events]).events), ["ApplicationApproved", "PaymentApplied", "DiscountGranted"]);
  approve([...HISTORY, ...withDiscount("4.00", "2.50").events]).refused(t, "AUTHORITY_EXCEEDED", { required: "L2", held: "L1" });

  const dated = [...HISTORY, ...propose(HISTORY, { effectiveOn: "2025-11-14" }).events];
  t.match(approve(dated).events[1], { type: "PaymentApplied", effectiveOn: "2025-11-14" });
  approve(dated, { closedThrough: "2025-11-15" }).refused(t, "PERIOD_CLOSED", { effectiveOn: "2025-11-14" });
  t.match(approve(PROPOSED, { closedThrough: "2025-11-15" }).events[1], { effectiveOn: "2025-11-16" }, "a default date moves");
});

t.test("APR-1 whoever proposed does not approve, neither in the place of somebody else nor somebody else in theirs", async (t) => {
  const leader = { roles: ["PA", "CC"] };
  approve(PROPOSED, { ...leader, personId: "ANA" }).refused(t, "MAKER_IS_CHECKER", { maker: "ANA" });
  const onBehalf = propose(HISTORY).events.map((event) => ({ ...event, data: { ...(event.data as object), proposedFor: "CARLA" } }));
  approve([...HISTORY, ...onBehalf]).refused(t, "MAKER_IS_CHECKER");
});

t.test("receivables §6 a proposal can be approved up to its last day, and expires after it", async (t) => {
  t.strictSame(approve(PROPOSED, { today: "2025-11-25" }).violations, []);
  approve(PROPOSED, { today: "2025-11-26" }).refused(t, "APPROVAL_EXPIRED", { expiresOn: "2025-11-25" });
  const system = { personId: "SYSTEM", roles: ["SYS"] };
  reject(PROPOSED, { ...system, today: "2025-11-25" }).changesNothing(t);
  const expired = reject(PROPOSED, { ...system, today: "2025-11-26" });
  t.match(expired.events, [{ type: "ApplicationRejected", data: { origin: "EXPIRED" } }]);
  reject([...PROPOSED, ...expired.events], { ...system, today: "2025-11-27" }).changesNothing(t);
  const { credits, documents } = stateOf(account, ACCOUNT, [...PROPOSED, ...expired.events]);
  t.strictSame([credits.byId.get("R1")?.reserved, documents.instalments.get("F1.1")?.reserved], [0n, 0n]);
});

t.test("receivables §6 a leader or the maker rejects a proposal, another clerk does not; its id stays used", async (t) => {
  for (const occasion of [LEADER, MAKER]) {
    t.match(reject(PROPOSED, occasion, { note: "wrong" }).events, [{ type: "ApplicationRejected", data: { origin: "PERSON", note: {} } }]);
  }
  reject(PROPOSED, { personId: "OTTO", roles: ["PA"] }).refused(t, "NOT_AUTHORISED");
  const rejected = [...PROPOSED, ...reject(PROPOSED, LEADER).events];
  approve(rejected).refused(t, "INVALID_TRANSITION", { status: "REJECTED" });
  propose(rejected).refused(t, "OVERLAPS", { applicationId: "A1" });
});

t.test("receivables §6 a proposal falls with its receipt", async (t) => {
  const bounce = { accountId: ACCOUNT, receiptId: "R1", on: "2025-11-18", reasonCode: "NO_FUNDS", drawerFault: true };
  const { events } = given(...PROPOSED).when(returnPayment, bounce, { roles: ["TRE"] });
  t.match(events, [{ type: "ApplicationRejected", data: { origin: "RETURNED" } }, { type: "PaymentReturned" }]);
  t.equal(stateOf(account, ACCOUNT, [...PROPOSED, ...events]).documents.instalments.get("F1.1")?.reserved, 0n);
});

t.test("an id names one application or proposal for ever", async (t) => {
  const applied = [...HISTORY, paymentApplied("A1", "R1", [["F1.1", "1.00"]], "2025-11-12")];
  propose(applied).refused(t, "OVERLAPS", { applicationId: "A1" });
  given(...PROPOSED)
    .when(applyPayment, applicationBody(ACCOUNT, "A1", "R1", [["F1.1", "1.00"]]))
    .refused(t, "OVERLAPS", { applicationId: "A1" });
});

t.test("G-24 a proposal that the log would not take is refused, and does not fail", async (t) => {
  const ids = Array.from({ length: 200 }, (_, index) => `F${index + 1}`);
  const withholdings = (id: string) =>
    Array.from({ length: 6 }, (_, index) => ({
      ...{ withholdingId: `${id}-W${index}`, kind: "INCOME_TAX", base: cop("10.00"), ratePct: "2.50", amount: cop("0.25") },
    }));
  const lines = ids.map((id) => [`${id}.1`, "10.00", { withholdings: withholdings(id) }] as const);
  const history = [...ids.map((id) => invoiceRecorded(id, "100.00", "2025-11-01")), receiptRegistered("R1", "2000.00", "2025-11-10")];
  given(...history)
    .when(proposeApplication, applicationBody(ACCOUNT, "A1", "R1", lines), { roles: ["PC"] })
    .refused(t, "BODY_TOO_LARGE", { limit: "65536 bytes" });
});
