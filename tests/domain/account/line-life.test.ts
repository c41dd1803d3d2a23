import t from "tap";
import {
  CreditLimitChanged,
  CreditTermsChanged,
  LineClosed,
  LineRenewed,
  LineSuspended,
} from "../../../schemas/events/account/credit-line.ts";
import { account } from "../../../src/domain/account/account.ts";
import { changeCreditLimit } from "../../../src/domain/account/credit-line/change-credit-limit.ts";
import { changeCreditTerms } from "../../../src/domain/account/credit-line/change-credit-terms.ts";
import { closeLine } from "../../../src/domain/account/credit-line/close-line.ts";
import { limitOn, termsOn } from "../../../src/domain/account/credit-line/credit-line.ts";
import { openCreditLine } from "../../../src/domain/account/credit-line/open-credit-line.ts";
import { reinstateLine } from "../../../src/domain/account/credit-line/reinstate-line.ts";
import { renewLine } from "../../../src/domain/account/credit-line/renew-line.ts";
import { suspendLine } from "../../../src/domain/account/credit-line/suspend-line.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, creditLineOpened, invoiceRecorded, lineSuspended } from "../../support/account-history.ts";
import { lineBody } from "../../support/company.ts";
import { stateOf } from "../../support/folded.ts";
import { given, type Occasion } from "../../support/given.ts";

const opened = creditLineOpened("50000000.00");
const lineAfter = (...history: readonly DecidedEvent[]) => stateOf(account, ACCOUNT, history).creditLine.open.value;
const limitsAfter = (...history: readonly DecidedEvent[]) => {
  const line = lineAfter(...history);
  return (day: string) => String(limitOn(line, day) / 100n);
};

const limit = (newLimit: string, more: Record<string, unknown> = {}) => ({
  ...{ accountId: ACCOUNT, newLimit: cop(newLimit), kind: "PERMANENT", from: "2025-11-20", reason: "review of the year" },
  ...more,
});
const forDecember = { kind: "TEMPORARY", from: "2025-12-01", to: "2025-12-31" };
const change = (newLimit: string, more: Record<string, unknown> = {}, occasion: Occasion = {}, ...history: readonly DecidedEvent[]) =>
  given(opened, ...history).when(changeCreditLimit, limit(newLimit, more), { creditApplication: undefined, roles: ["COR"], ...occasion });

t.test("LINE-E1 a temporary limit holds on its days and ends by itself", async (t) => {
  const changed = change("70000000.00", forDecember);
  changed.decides(
    t,
    effective(
      "2025-12-01",
      CreditLimitChanged({
        ...{ lineId: "L1", kind: "TEMPORARY", old: "50000000.00", new: "70000000.00", from: "2025-12-01", to: "2025-12-31" },
        authorityLevel: "L4",
      }),
    ),
  );
  const on = limitsAfter(opened, ...changed.events);
  t.strictSame(["2025-11-30", "2025-12-31", "2026-01-01"].map(on), ["50000000", "70000000", "50000000"]);
});

t.test("LINE-4 of two temporary limits the higher holds each day, and one below the permanent limit lowers nothing", async (t) => {
  const first = change("70000000.00", forDecember).events;
  const second = change("90000000.00", { ...forDecember, from: "2025-12-20", to: "2026-01-10" }, {}, ...first).events;
  const low = change("1000000.00", { ...forDecember, from: "2025-12-25", to: "2025-12-25" }, { roles: ["CC"] }, ...first, ...second).events;
  const on = limitsAfter(opened, ...first, ...second, ...low);
  t.strictSame(["2025-12-19", "2025-12-20", "2025-12-25", "2025-12-31", "2026-01-10", "2026-01-11"].map(on), [
    ...["70000000", "90000000", "90000000", "90000000", "90000000", "50000000"],
  ]);
});

t.test("LINE-4 a permanent limit holds until the next one begins, in whatever order they were recorded", async (t) => {
  const lower = change("40000000.00", { from: "2026-06-01" }, { roles: ["CC"] }).events;
  const between = change("45000000.00", { from: "2026-02-01" }, { roles: ["CC"] }, ...lower).events;
  const on = limitsAfter(opened, ...lower, ...between);
  t.strictSame(["2026-01-31", "2026-02-01", "2026-05-31", "2026-06-01"].map(on), ["50000000", "45000000", "45000000", "40000000"]);
  t.strictSame(["2024-12-31", "2025-01-01"].map(on), ["0", "50000000"], "nothing before the line begins");
});

t.test("LINE-6 an increase needs the authority of the new limit, a decrease none", async (t) => {
  change("60000000.00", {}, { roles: ["CC"] }).refused(t, "AUTHORITY_EXCEEDED", { required: "L2", held: "L1" });
  const managers = ["SM", "AM"].map((role) => ({ personId: role, roles: [role] }));
  t.match(change("60000000.00", {}, { roles: ["CC"], approvers: managers }).events, [{ data: { authorityLevel: "L2" } }]);
  t.match(change("60000000.00").events, [{ data: { authorityLevel: "L4" } }]);
  t.match(change("49999999.99", {}, { roles: ["CC"] }).events, [{ data: { old: "50000000.00", new: "49999999.99" } }]);
});

t.test("LINE-6 an approved application stands for the authority, and serves once", async (t) => {
  const approved = { creditApplication: { status: "APPROVED" as const, approvedLimit: 60_000_000_00n, used: false }, roles: ["CC"] };
  const raised = change("60000000.00", { applicationId: "CA9" }, approved);
  t.match(raised.events, [{ data: { applicationId: "CA9" } }]);
  change("60000000.01", { applicationId: "CA9" }, approved).refused(t, "LIMIT_ABOVE_APPROVED", { approved: "60000000.00" });
  change("60000001.00", { applicationId: "CA9" }, approved, ...raised.events).refused(t, "APPLICATION_NOT_APPROVED");
  change("60000000.00", { applicationId: "CA9" }, { roles: ["CC"] }).refused(t, "APPLICATION_NOT_FOUND");
});

t.test("LINE-6 back to the limit before a scheduled decrease is an increase again", async (t) => {
  const lower = change("40000000.00", { from: "2025-12-01" }, { roles: ["CC"] }).events;
  change("50000000.00", { from: "2026-03-01" }, { roles: ["CC"] }, ...lower).refused(t, "AUTHORITY_EXCEEDED");
  change("45000000.00", { ...forDecember, from: "2025-11-25" }, { roles: ["CC"] }, ...lower).refused(t, "AUTHORITY_EXCEEDED");
  t.strictSame(change("45000000.00", { from: "2025-11-25" }, { roles: ["CC"] }, ...lower).violations, [], "lower on each of its days");
});

t.test("LINE-5 a decrease below the exposure is allowed and sets the line over its limit at once", async (t) => {
  const { events } = change("1000000.00", {}, { roles: ["CC"] }, invoiceRecorded("F1", "2000000.00", "2025-11-01"));
  t.match(events, [
    { type: "CreditLimitChanged" },
    { type: "OverLimitDetected", effectiveOn: "2025-11-20", data: { exposure: "2000000.00", ceiling: "1050000.00" } },
    { type: "LineSuspended", data: { reasonCode: "OVERDRAWN", origin: "AUTOMATIC", suspensionId: "AUTO-OVERDRAWN-1" } },
  ]);
});

t.test("LINE-5 a back-dated change needs a reason as every change, and begins no earlier than the line", async (t) => {
  change("40000000.00", { from: "2025-06-01", reason: undefined }).refused(t, "REASON_REQUIRED");
  t.match(change("40000000.00", { from: "2025-06-01" }).events, [{ effectiveOn: "2025-06-01" }]);
  change("40000000.00", { from: "2024-12-31" }).refused(t, "VALIDITY_INVERTED", { from: "2024-12-31", validFrom: "2025-01-01" });
});

t.test("credit §5 a change that changes nothing is accepted and leaves no event", async (t) => {
  change("50000000.00").changesNothing(t);
  const december = change("70000000.00", forDecember).events;
  change("70000000.00", forDecember, {}, ...december).changesNothing(t);
});

t.test("credit §5 a temporary limit has a last day, a permanent one none", async (t) => {
  change("70000000.00", { kind: "TEMPORARY" }).refused(t, "MALFORMED", { field: "to" });
  change("70000000.00", { to: "2025-12-31" }).refused(t, "MALFORMED", { field: "to" });
  change("70000000.00", { ...forDecember, to: "2025-11-30" }).refused(t, "VALIDITY_INVERTED", { from: "2025-12-01", to: "2025-11-30" });
  change("0").refused(t, "LIMIT_NOT_POSITIVE", { limit: "0" });
});

t.test("LINE-8 new terms are for documents issued on or after their day", async (t) => {
  const terms = { accountId: ACCOUNT, termsCode: "NET60", from: "2026-01-01", reason: "agreed" };
  const changed = given(opened).when(changeCreditTerms, terms);
  changed.decides(t, effective("2026-01-01", CreditTermsChanged({ lineId: "L1", old: "NET30", termsCode: "NET60", from: "2026-01-01" })));
  const line = lineAfter(opened, ...changed.events);
  t.strictSame(line && ["2025-12-31", "2026-01-01"].map((day) => termsOn(line, day)), ["NET30", "NET60"]);
  given(opened, ...changed.events)
    .when(changeCreditTerms, terms)
    .changesNothing(t);
});

t.test("LINE-7 after its last day a line counts as limit zero, until it is renewed", async (t) => {
  const expired = creditLineOpened("50000000.00", { validTo: "2025-11-15" });
  t.strictSame(["2025-11-15", "2025-11-16"].map(limitsAfter(expired)), ["50000000", "0"]);
  const renew = { accountId: ACCOUNT, validTo: "2026-11-15", reviewRef: "REV-1" };
  const renewed = given(expired).when(renewLine, renew);
  renewed.decides(t, LineRenewed({ lineId: "L1", oldValidTo: "2025-11-15", validTo: "2026-11-15", reviewRef: "REV-1" }));
  t.equal(limitsAfter(expired, ...renewed.events)("2026-11-15"), "50000000");
  given(expired, ...renewed.events)
    .when(renewLine, renew)
    .changesNothing(t);
  given(expired)
    .when(renewLine, { ...renew, validTo: "2025-11-19" })
    .refused(t, "VALIDITY_INVERTED", { validTo: "2025-11-19" });
});

t.test("LINE-7 debt is unaffected by the end of the line: an expired line is not overdrawn by it", async (t) => {
  const expired = creditLineOpened("50000000.00", { validTo: "2025-11-15" });
  const history = [expired, invoiceRecorded("F1", "2000000.00", "2025-11-01")];
  const terms = { accountId: ACCOUNT, termsCode: "NET60", from: "2025-11-20", reason: "agreed" };
  t.strictSame(
    given(...history)
      .when(changeCreditTerms, terms)
      .events.map(({ type }) => type),
    ["CreditTermsChanged"],
  );
});

t.test("credit §5 reopening after CloseLine is a new line with a new id; the closed one takes no command", async (t) => {
  const close = { accountId: ACCOUNT, reason: "no longer buys" };
  const closed = given(opened, lineSuspended("S1", "LITIGATION")).when(closeLine, close, { roles: ["CHF"] });
  closed.decides(t, LineClosed({ lineId: "L1" }));
  given(opened).when(closeLine, { accountId: ACCOUNT }).refused(t, "REASON_REQUIRED");

  const history = [opened, lineSuspended("S1", "LITIGATION"), ...closed.events];
  t.equal(limitsAfter(...history)("2025-11-20"), "0");
  given(...history)
    .when(closeLine, close)
    .refused(t, "LINE_CLOSED", { lineId: "L1" });
  given(...history)
    .when(changeCreditLimit, limit("1.00"))
    .refused(t, "LINE_CLOSED", { lineId: "L1" });
  given(...history)
    .when(reinstateLine, { accountId: ACCOUNT, suspensionId: "S1", reason: "won" })
    .refused(t, "LINE_CLOSED");
  const again = lineBody(ACCOUNT, "1000.00", { applicationId: "CA1", waivers: [] });
  given(...history)
    .when(openCreditLine, { ...again, lineId: "L1" })
    .refused(t, "OVERLAPS", { lineId: "L1" });
  const reopened = given(...history).when(openCreditLine, { ...again, lineId: "L2" });
  t.match(reopened.events, [{ type: "CreditLineOpened", data: { lineId: "L2" } }]);

  const suspend = { accountId: ACCOUNT, suspensionId: "S2", reasonCode: "LITIGATION", facts: [], cascade: "NONE" };
  given(...history, ...reopened.events)
    .when(suspendLine, suspend)
    .decides(
      t,
      LineSuspended({ lineId: "L2", suspensionId: "S2", reasonCode: "LITIGATION", origin: "MANUAL", facts: [], cascade: "NONE" }),
    );
});
