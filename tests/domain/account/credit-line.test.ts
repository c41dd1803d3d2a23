import t from "tap";
import { CreditLineOpened, LineReinstated, LineSuspended } from "../../../schemas/events/account/credit-line.ts";
import { openCreditLine } from "../../../src/domain/account/credit-line/open-credit-line.ts";
import { reinstateLine } from "../../../src/domain/account/credit-line/reinstate-line.ts";
import { suspendLine } from "../../../src/domain/account/credit-line/suspend-line.ts";
import { ACCOUNT, creditLineOpened, lineSuspended } from "../../support/account-history.ts";
import { lineBody } from "../../support/company.ts";
import { given, type Occasion } from "../../support/given.ts";
import { personal } from "../../support/sealed-values.ts";

const asked = (limit: string, more: Record<string, unknown> = {}) =>
  lineBody(ACCOUNT, limit, { applicationId: "CA1", waivers: [], ...more });
const approved = (approvedLimit: bigint) => ({ creditApplication: { status: "APPROVED" as const, approvedLimit, used: false } });
const opened = (limit: string, occasion: Occasion = {}, more: Record<string, unknown> = {}) =>
  given().when(openCreditLine, asked(limit, more), { ...approved(20_000_000_00n), ...occasion });

t.test("LINE-3 a line opens on a complete file, an approved application and authority", async (t) => {
  opened("20000000.00").decides(
    t,
    CreditLineOpened({
      lineId: "L-C1",
      limit: "20000000.00",
      termsCode: "NET30",
      validFrom: "2025-01-01",
      tolerancePct: "5.00",
      guaranteeIds: [],
      waivers: [],
      authorityLevel: "L1",
      approver: "OWNER",
      applicationId: "CA1",
    }),
  );
});

t.test("LINE-E2 the limit is at most the approved one", async (t) => {
  opened("35000000.00", { ...approved(30_000_000_00n), roles: ["COR"] }).refused(t, "LIMIT_ABOVE_APPROVED", {
    approved: "30000000.00",
    asked: "35000000.00",
  });
});

t.test("LINE-E3 a coordinator's authority ends at twenty million; an amount exactly at the ceiling is within it", async (t) => {
  opened("25000000.00", approved(30_000_000_00n)).refused(t, "AUTHORITY_EXCEEDED", { required: "L2", held: "L1" });
  opened("20000000.01", approved(30_000_000_00n)).refused(t, "AUTHORITY_EXCEEDED", { required: "L2" });
  t.strictSame(opened("20000000.00").violations, []);
  t.match(opened("300000000.00", { ...approved(10n ** 12n), roles: ["COR"] }).events, [{ data: { authorityLevel: "L4" } }]);
});

t.test("LINE-1 an account has one line that is not closed", async (t) => {
  given(creditLineOpened()).when(openCreditLine, asked("1.00")).refused(t, "LINE_ALREADY_OPEN", { lineId: "L1" });
});

t.test("LINE-2 a limit above zero, a tolerance of twenty percent at most, an end that is not before the beginning", async (t) => {
  opened("0").refused(t, "LIMIT_NOT_POSITIVE");
  opened("1.00", {}, { tolerancePct: "20.01" }).refused(t, "MALFORMED");
  t.strictSame(opened("1.00", {}, { tolerancePct: "20.00", validTo: "2025-01-01" }).violations, []);
  opened("1.00", {}, { validTo: "2024-12-31" }).refused(t, "VALIDITY_INVERTED", { validFrom: "2025-01-01", validTo: "2024-12-31" });
});

t.test("LINE-3 file and application may be waived only where the policy allows it, and the event keeps who did", async (t) => {
  const waivers = [
    { rule: "FILE", reason: "taken over" },
    { rule: "APPLICATION", reason: "taken over" },
  ];
  const credit = { netUnappliedCredit: true, allowFileWaiver: true, allowApplicationWaiver: true, reinstateDays: 15 };
  const noFile = { customerFile: { status: "INCOMPLETE" as const }, creditApplication: undefined };
  const body = lineBody(ACCOUNT, "1000.00", { waivers });
  const { violations } = given().when(openCreditLine, body, noFile);
  t.strictSame(
    violations.map(({ code }) => code),
    ["CUSTOMER_NOT_ACTIVE", "FILE_INCOMPLETE", "APPLICATION_NOT_APPROVED"],
  );
  const reason = personal("customer:C1", "taken over");
  t.match(given().when(openCreditLine, body, { ...noFile, policies: { credit } }).events, [
    {
      data: {
        waivers: [
          { rule: "FILE", reason, approver: "OWNER" },
          { rule: "APPLICATION", reason, approver: "OWNER" },
        ],
      },
    },
  ]);
});

t.test("APP-6 one approval opens one line", async (t) => {
  const used = { creditApplication: { status: "APPROVED" as const, approvedLimit: 100n, used: true } };
  opened("1.00", used).refused(t, "APPLICATION_NOT_APPROVED", { applicationId: "CA1" });
  opened("1.00", { creditApplication: { status: "OTHER", approvedLimit: 100n, used: false } }).refused(t, "APPLICATION_NOT_APPROVED");
});

t.test("LINE-3 a currency that the authority table lacks refuses everybody", async (t) => {
  given()
    .when(openCreditLine, lineBody("C1.CO01.USD", "1.00", { applicationId: "CA1" }), { ...approved(100n), roles: ["COR"] })
    .refused(t, "AUTHORITY_EXCEEDED", { required: "NONE", held: "L4" });
});

const suspend = { accountId: ACCOUNT, suspensionId: "S2", reasonCode: "PAST_DUE", facts: [{ name: "dpd", value: "31" }], cascade: "NONE" };

t.test("SUSP-1 suspending again for a live reason changes nothing, for another one it adds a suspension", async (t) => {
  given(creditLineOpened(), lineSuspended("S1", "PAST_DUE")).when(suspendLine, suspend).changesNothing(t);
  given(creditLineOpened(), lineSuspended("S1", "RETURNED_CHEQUE"))
    .when(suspendLine, suspend)
    .decides(
      t,
      LineSuspended({
        lineId: "L1",
        suspensionId: "S2",
        reasonCode: "PAST_DUE",
        origin: "MANUAL",
        facts: [{ name: "dpd", value: "31" }],
        cascade: "NONE",
      }),
    );
});

const opinion = (personId: string, favourable = true) => ({ personId, text: "agreed", favourable });
const both = { salesOpinion: opinion("SALES"), adminOpinion: opinion("ADMIN") };
const lift = { accountId: ACCOUNT, suspensionId: "S1", reason: "agreed with the customer" };
const lifted = (more: Record<string, unknown>, reasonCode: "PAST_DUE" | "MANUAL" = "PAST_DUE", limit = "20000000.00", roles = ["CC"]) =>
  given(creditLineOpened(limit), lineSuspended("S1", reasonCode)).when(reinstateLine, { ...lift, ...more }, { roles });

t.test("SUSP-4 lifting a suspension for past-due debt needs both opinions, a manual one none", async (t) => {
  lifted({}).refused(t, "MEDIATION_MISSING", { missing: "salesOpinion, adminOpinion" });
  lifted({ mediation: { salesOpinion: opinion("SALES") } }).refused(t, "MEDIATION_MISSING", { missing: "adminOpinion" });
  lifted({ mediation: { ...both, adminOpinion: opinion("LUIS") } }).refused(t, "MEDIATION_MISSING", { personId: "LUIS", role: "AM" });
  const fromOne = { salesOpinion: opinion("SALES"), adminOpinion: opinion("SALES") };
  t.match(lifted({ mediation: fromOne }).violations[0], { code: "MEDIATION_MISSING", facts: { missing: "adminOpinion" } }, "two people");
  t.match(lifted({}, "MANUAL").events, [{ type: "LineReinstated" }]);
  const text = personal("customer:C1", "agreed");
  lifted({ mediation: both }).decides(
    t,
    LineReinstated({
      lineId: "L1",
      suspensionId: "S1",
      reasonCode: "PAST_DUE",
      origin: "MANUAL",
      until: "2025-12-05",
      salesOpinion: { personId: "SALES", text, favourable: true },
      adminOpinion: { personId: "ADMIN", text, favourable: true },
      authorityLevel: "L1",
    }),
  );
});

t.test("SUSP-4 one unfavourable opinion raises the required authority one level", async (t) => {
  const against = { mediation: { ...both, adminOpinion: opinion("ADMIN", false) } };
  lifted(against).refused(t, "AUTHORITY_EXCEEDED", { required: "L2", held: "L1" });
  t.strictSame(lifted(against, "PAST_DUE", "20000000.00", ["DIR"]).violations, []);
  lifted(against, "PAST_DUE", "80000000.01", ["DIR"]).refused(t, "AUTHORITY_EXCEEDED", { required: "L4", held: "L3" });
  t.strictSame(lifted(against, "PAST_DUE", "900000000.00", ["COR"]).violations, [], "there is no level above the highest");
});

t.test("SUSP-7 a lift lasts fifteen days at most and by default", async (t) => {
  t.match(lifted({ until: "2025-12-05" }, "MANUAL").events, [{ data: { until: "2025-12-05" } }]);
  t.match(lifted({ until: "2025-11-20" }, "MANUAL").events, [{ data: { until: "2025-11-20" } }]);
  lifted({ until: "2025-12-06" }, "MANUAL").refused(t, "VALIDITY_INVERTED", { until: "2025-12-06", to: "2025-12-05" });
  lifted({ until: "2025-11-19" }, "MANUAL").refused(t, "VALIDITY_INVERTED", { from: "2025-11-20" });
});

t.test("credit §6 a suspension is lifted once, and another one stays live", async (t) => {
  const history = [creditLineOpened(), lineSuspended("S1", "MANUAL"), lineSuspended("S3", "RETURNED_CHEQUE")];
  const first = given(...history).when(reinstateLine, lift);
  given(...history, ...first.events)
    .when(reinstateLine, lift)
    .refused(t, "INVALID_TRANSITION", { status: "LIFTED" });
  const again = { ...suspend, suspensionId: "S4", reasonCode: "RETURNED_CHEQUE" };
  given(...history, ...first.events)
    .when(suspendLine, again)
    .changesNothing(t);
});
