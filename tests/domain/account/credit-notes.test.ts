import t from "tap";
import { CreditApplied } from "../../../schemas/events/account/applications.ts";
import {
  CreditNoteApproved,
  CreditNoteIssued,
  CreditNoteRejected,
  CreditNoteRequested,
  CreditNoteVoided,
} from "../../../schemas/events/account/credit-notes.ts";
import { OpeningItemRecorded, SupportAttached } from "../../../schemas/events/account/documents.ts";
import { approveCreditNote } from "../../../src/domain/account/credit-notes/approve-credit-note.ts";
import { issueCreditNote } from "../../../src/domain/account/credit-notes/issue-credit-note.ts";
import { rejectCreditNote } from "../../../src/domain/account/credit-notes/reject-credit-note.ts";
import { requestCreditNote } from "../../../src/domain/account/credit-notes/request-credit-note.ts";
import { voidCreditNote } from "../../../src/domain/account/credit-notes/void-credit-note.ts";
import { type DecidedEvent, effective } from "../../../src/kernel/decider.ts";
import { ACCOUNT, cop, invoiceRecorded, paymentApplied, receiptRegistered } from "../../support/account-history.ts";
import { externalBody, issueBody, noteApproved, noteIssued, noteRequested, requestBody } from "../../support/credit-note-history.ts";
import { given, type Occasion } from "../../support/given.ts";
import { personal } from "../../support/sealed-values.ts";

const INVOICE = invoiceRecorded("F1", "1000.00", "2025-11-01");
const LUIS = { personId: "LUIS", roles: ["CC"] } as const;
const decision = (creditNoteId: string, more: Record<string, unknown> = {}) => ({ accountId: ACCOUNT, creditNoteId, ...more });
const line = (lineId: string, instalmentId: string, amount: string, settledOn: string) => ({ lineId, instalmentId, amount, settledOn });

t.test("CRN-E1 a note settles what is free of its invoice, the rest is on account, and the notes stay within the invoice", async (t) => {
  const paid: readonly DecidedEvent[] = [
    INVOICE,
    receiptRegistered("R1", "800.00", "2025-11-10"),
    paymentApplied("A1", "R1", [["F1.1", "800.00"]], "2025-11-10"),
  ];
  const issued = given(...paid).when(issueCreditNote, externalBody("NC1", "300.00", "2025-11-15", { documentId: "F1" }));
  issued.decides(
    t,
    effective(
      "2025-11-15",
      CreditNoteIssued({
        ...{ creditNoteId: "NC1", series: "NC", number: "NC1", issueDate: "2025-11-15", reasonCode: "RETURN", amount: "300.00" },
        approval: "EXTERNAL",
        documentId: "F1",
        branchId: "CO01-B1",
      }),
    ),
    effective(
      "2025-11-15",
      CreditApplied({
        applicationId: "NC1-A",
        creditNoteId: "NC1",
        lines: [line("NC1-A.1", "F1.1", "200.00", "2025-11-15")],
        appliedOn: "2025-11-20",
      }),
    ),
  );
  given(...paid, ...issued.events)
    .when(issueCreditNote, externalBody("NC2", "701.00", "2025-11-16", { documentId: "F1" }))
    .refused(t, "CREDIT_EXCEEDS_INVOICE", { total: "1000.00", credited: "300.00", requested: "701.00" });
  t.equal(
    given(...paid, ...issued.events).when(issueCreditNote, externalBody("NC2", "700.00", "2025-11-16", { documentId: "F1" })).events.length,
    1,
    "nothing is open any more: all of it is on account",
  );
});

t.test("CRN-1 the oldest instalment comes first, unless lines say otherwise", async (t) => {
  const instalments = [
    { instalmentId: "F1.1", dueOn: "2025-12-31", amount: "600.00" },
    { instalmentId: "F1.2", dueOn: "2025-12-01", amount: "400.00" },
  ];
  const history = [invoiceRecorded("F1", "1000.00", "2025-11-01", { instalments })];
  const settledBy = (more: Record<string, unknown>) =>
    given(...history)
      .when(issueCreditNote, externalBody("NC1", "500.00", "2025-11-15", { documentId: "F1", ...more }))
      .events.filter(({ type }) => type === "CreditApplied")
      .flatMap(({ data }) => (data as { lines: readonly { instalmentId: string; amount: string }[] }).lines)
      .map(({ instalmentId, amount }) => `${instalmentId} ${amount}`);
  t.strictSame(settledBy({}), ["F1.2 400.00", "F1.1 100.00"]);
  t.strictSame(settledBy({ lines: [{ instalmentId: "F1.1", amount: cop("450.00") }] }), ["F1.1 450.00"], "50.00 stay on account");
});

t.test("CRN-1 of an opening item, notes stay within what was open", async (t) => {
  const item = OpeningItemRecorded({
    ...{ documentId: "F0", originalKind: "INVOICE", series: "FV", number: "F0", issueDate: "2025-10-01", cutDate: "2025-11-01" },
    ...{ total: "1000.00", openAmount: "250.00", net: "250.00", tax: "0.00", termsCode: "NET30" },
    instalments: [{ instalmentId: "F0.1", dueOn: "2025-12-01", amount: "250.00" }],
  });
  given(effective("2025-11-01", item))
    .when(issueCreditNote, externalBody("NC1", "250.01", "2025-11-15", { documentId: "F0" }))
    .refused(t, "CREDIT_EXCEEDS_INVOICE", { total: "250.00" });
});

t.test("CRN-2 a note without reference is credit on account, and may begin an account", async (t) => {
  const { events } = given().when(issueCreditNote, externalBody("NC1", "300.00", "2025-11-15"));
  t.strictSame(
    events.map(({ type }) => type),
    ["CreditNoteIssued"],
  );
  given(INVOICE)
    .when(issueCreditNote, externalBody("NC1", "300.00", "2025-11-15", { lines: [{ instalmentId: "F1.1", amount: cop("1.00") }] }))
    .refused(t, "ITEM_NOT_FOUND", { instalmentId: "F1.1" });
});

t.test("CRN-3 a note is not older than its document", async (t) => {
  given(INVOICE)
    .when(issueCreditNote, externalBody("NC1", "300.00", "2025-10-31", { documentId: "F1" }))
    .refused(t, "CREDIT_BEFORE_DOCUMENT", { issueDate: "2025-10-31", documentDate: "2025-11-01" });
  t.equal(given(INVOICE).when(issueCreditNote, externalBody("NC1", "300.00", "2025-11-01", { documentId: "F1" })).violations.length, 0);
});

t.test("a note is requested with what it is for, and nobody is bound by it before it is approved", async (t) => {
  const support = SupportAttached({ supportId: "S1", kind: "EMAIL", contentHash: "0".repeat(64), storageRef: "box/1" });
  given(INVOICE, support)
    .when(
      requestCreditNote,
      requestBody("NC1", "300.00", { documentId: "F1", lines: [{ instalmentId: "F1.1", amount: cop("300.00") }], supportIds: ["S1"] }),
    )
    .decides(
      t,
      CreditNoteRequested({
        creditNoteId: "NC1",
        reasonCode: "PRICE",
        documentId: "F1",
        amount: "300.00",
        lines: [{ instalmentId: "F1.1", amount: "300.00" }],
        supportIds: ["S1"],
        requestedOn: "2025-11-20",
      }),
    );
  given(INVOICE)
    .when(requestCreditNote, requestBody("NC1", "1000.01", { documentId: "F1" }))
    .refused(t, "CREDIT_EXCEEDS_INVOICE");
  given(INVOICE, noteRequested("NC1", "300.00"))
    .when(issueCreditNote, issueBody("NC1", "2025-11-20"))
    .refused(t, "INVALID_TRANSITION", { status: "REQUESTED" });
});

t.test("an approved note is issued as it was asked for, or for less, never for more nor for anything else", async (t) => {
  const lines = [{ instalmentId: "F1.1", amount: "300.00" }];
  const approved = [INVOICE, noteRequested("NC1", "300.00", { documentId: "F1", lines }), noteApproved("NC1")];
  const issue = (more: Record<string, unknown>) => given(...approved).when(issueCreditNote, issueBody("NC1", "2025-11-20", more));
  t.match(issue({}).events, [
    { data: { amount: "300.00", reasonCode: "PRICE", documentId: "F1", approval: "RECORDED" } },
    { data: { lines: [{ instalmentId: "F1.1", amount: "300.00" }] } },
  ]);
  const less = { amount: cop("200.00"), lines: [{ instalmentId: "F1.1", amount: cop("150.00") }] };
  t.match(issue(less).events, [{ data: { amount: "200.00" } }, { data: { lines: [{ amount: "150.00" }] } }]);
  issue({ amount: cop("300.01") }).refused(t, "APPROVAL_REQUIRED", { approved: "300.00", requested: "300.01" });
  issue({ reasonCode: "GOODWILL" }).refused(t, "VALUE_CHANGED", { field: "reasonCode" });
  issue({ documentId: "F2" }).refused(t, "VALUE_CHANGED", { field: "documentId" });
});

t.test("lines that were requested take what is still owed when the note is issued; lines of the issue are meant as they are", async (t) => {
  const lines = [{ instalmentId: "F1.1", amount: "300.00" }];
  const history = [
    INVOICE,
    noteRequested("NC1", "300.00", { documentId: "F1", lines }),
    noteApproved("NC1"),
    receiptRegistered("R1", "900.00", "2025-11-10"),
    paymentApplied("A1", "R1", [["F1.1", "900.00"]], "2025-11-10"),
  ];
  t.match(given(...history).when(issueCreditNote, issueBody("NC1", "2025-11-20")).events, [
    { data: { amount: "300.00" } },
    { data: { lines: [{ amount: "100.00" }] } },
  ]);
  given(...history)
    .when(issueCreditNote, issueBody("NC1", "2025-11-20", { lines: [{ instalmentId: "F1.1", amount: cop("300.00") }] }))
    .refused(t, "OVER_APPLICATION", { open: "100.00", requested: "300.00" });
});

t.test("a note takes effect on its issue date, or on the first day after it that is not locked", async (t) => {
  const { events } = given(INVOICE).when(issueCreditNote, externalBody("NC1", "300.00", "2025-11-15", { documentId: "F1" }), {
    closedThrough: "2025-11-16",
  });
  t.match(events, [
    { effectiveOn: "2025-11-17", data: { issueDate: "2025-11-15" } },
    { effectiveOn: "2025-11-17", data: { lines: [{ settledOn: "2025-11-15" }] } },
  ]);
});

t.test("a note dated ahead settles its invoice from its own date on", async (t) => {
  const { events } = given(INVOICE).when(issueCreditNote, externalBody("NC1", "300.00", "2025-12-01", { documentId: "F1" }));
  t.match(events, [{ effectiveOn: "2025-12-01" }, { effectiveOn: "2025-12-01", data: { lines: [{ settledOn: "2025-12-01" }] } }]);
});

t.test("AUTH-E1 two notes of one requester on one day are judged together: the second needs L2", async (t) => {
  const history = [noteRequested("NC1", "3000000.00"), noteRequested("NC2", "3000000.00")];
  const approve = (id: string, occasion: Occasion) => given(...history).when(approveCreditNote, decision(id), occasion);
  approve("NC1", LUIS).decides(t, CreditNoteApproved({ creditNoteId: "NC1", authorityLevel: "L1", approvers: ["LUIS"] }));
  approve("NC2", LUIS).refused(t, "AUTHORITY_EXCEEDED", { required: "L2", held: "L1", amount: "6000000.00" });
  const managers = { personId: "SALES", roles: ["SM"], approvers: [{ personId: "ADMIN", roles: ["AM"] }] };
  approve("NC2", managers).decides(t, CreditNoteApproved({ creditNoteId: "NC2", authorityLevel: "L2", approvers: ["SALES", "ADMIN"] }));
  approve("NC2", { personId: "SALES", roles: ["SM"] }).refused(t, "AUTHORITY_EXCEEDED", { held: "NONE" });
});

t.test("AUTH-2 what was turned down, asked on another day, or is of another kind is not summed", async (t) => {
  const second = noteRequested("NC2", "3000000.00");
  const approve = (...before: readonly DecidedEvent[]) => given(...before, second).when(approveCreditNote, decision("NC2"), LUIS);
  const rejected = CreditNoteRejected({ creditNoteId: "NC1", note: personal("customer:C1", "no") });
  t.equal(approve(noteRequested("NC1", "3000000.00"), rejected).violations.length, 0);
  t.equal(approve(noteRequested("NC1", "3000000.00", { requestedOn: "2025-11-19" })).violations.length, 0);
  t.equal(approve(noteRequested("NC1", "3000000.00", { reasonCode: "INTEREST_WAIVER" })).violations.length, 0);
  const onItsDay = effective("2025-11-01", noteRequested("NC1", "3000000.00"));
  approve(onItsDay).refused(t, "AUTHORITY_EXCEEDED", { required: "L2" });
});

t.test("AUTH-1 an amount exactly at the ceiling is within it, and a currency without a table refuses", async (t) => {
  const approve = (amount: string, accountId = ACCOUNT) =>
    given(noteRequested("NC1", amount)).when(approveCreditNote, { accountId, creditNoteId: "NC1" }, LUIS);
  t.equal(approve("5000000.00").violations.length, 0);
  approve("5000000.01").refused(t, "AUTHORITY_EXCEEDED", { required: "L2" });
  approve("1.00", "C1.CO01.USD").refused(t, "AUTHORITY_EXCEEDED", { required: "NONE" });
});

t.test("a waiver of interest has its own matrix", async (t) => {
  const approve = (amount: string) =>
    given(noteRequested("NC1", amount, { reasonCode: "INTEREST_WAIVER" })).when(approveCreditNote, decision("NC1"), LUIS);
  t.equal(approve("500000.00").violations.length, 0);
  approve("500000.01").refused(t, "AUTHORITY_EXCEEDED", { subject: "INTEREST_WAIVER", required: "L2" });
});

t.test("ORG-E1 a delegate approves up to the limit of the delegation, what was asked for together included", async (t) => {
  const delegate = {
    personId: "ANA",
    roles: ["CC"],
    onBehalfOf: { personId: "LUIS", kinds: ["CREDIT_NOTE"], maxAmount: cop("3000000.00") },
  };
  const approve = (...amounts: readonly string[]) => {
    const history = amounts.map((amount, index) => noteRequested(`NC${index + 1}`, amount));
    const occasion = { personId: "SALES", roles: ["SM"], approvers: [delegate] };
    return given(...history).when(approveCreditNote, decision(`NC${amounts.length}`), occasion);
  };
  t.equal(approve("3000000.00").violations.length, 0);
  approve("3000000.01").refused(t, "AUTHORITY_EXCEEDED", { held: "NONE" });
  approve("2000000.00", "2000000.00").refused(t, "AUTHORITY_EXCEEDED", { held: "NONE", amount: "4000000.00" });
});

t.test("nobody decides on a note they asked for: neither alone, nor with others, nor in the place of somebody else", async (t) => {
  const asked = given(noteRequested("NC1", "100.00"));
  const approve = (occasion: Occasion) => asked.when(approveCreditNote, decision("NC1"), occasion);
  approve({ personId: "OWNER", roles: ["CC"] }).refused(t, "SELF_APPROVAL", { requestedBy: "OWNER" });
  approve({ ...LUIS, approvers: [{ personId: "OWNER", roles: ["DIR"] }] }).refused(t, "SELF_APPROVAL");
  approve({
    ...LUIS,
    approvers: [{ personId: "ANA", roles: ["CC"], onBehalfOf: { personId: "OWNER", kinds: ["CREDIT_NOTE"] } }],
  }).refused(t, "SELF_APPROVAL");
  asked.when(rejectCreditNote, decision("NC1", { note: "no" }), { personId: "OWNER", roles: ["CC"] }).refused(t, "SELF_APPROVAL");
});

t.test("a note is rejected before it is issued, also after its approval, and not after", async (t) => {
  const reject = (...history: readonly DecidedEvent[]) =>
    given(...history).when(rejectCreditNote, decision("NC1", { note: "no support" }), { personId: "SALES", roles: ["SM"] });
  t.match(reject(noteRequested("NC1", "100.00")).events, [{ type: "CreditNoteRejected" }]);
  t.match(reject(noteRequested("NC1", "100.00"), noteApproved("NC1")).events, [{ type: "CreditNoteRejected" }]);
  reject(noteIssued("NC1", "100.00", "2025-11-15")).refused(t, "INVALID_TRANSITION", { status: "ISSUED" });
});

t.test(
  "CRN-4 a note of which nothing is used is voided by accounting with a second person, and its document is free for another",
  async (t) => {
    const history = [INVOICE, noteIssued("NC1", "1000.00", "2025-11-15", { documentId: "F1" })];
    const approved = { personId: "ANA", roles: ["ACC"], approvers: [{ personId: "LUIS", roles: ["CHF"] }] };
    const body = decision("NC1", { reason: "wrong customer" });
    given(...history)
      .when(voidCreditNote, body, { roles: ["ACC"] })
      .refused(t, "APPROVAL_REQUIRED");
    const voided = given(...history).when(voidCreditNote, body, approved);
    voided.decides(t, effective("2025-11-20", CreditNoteVoided({ creditNoteId: "NC1", amount: "1000.00" })));
    t.equal(
      given(...history, ...voided.events).when(issueCreditNote, externalBody("NC2", "1000.00", "2025-11-16", { documentId: "F1" }))
        .violations.length,
      0,
    );
    const used = CreditApplied({
      ...{ applicationId: "NC1-A", creditNoteId: "NC1", appliedOn: "2025-11-15" },
      lines: [line("NC1-A.1", "F1.1", "0.01", "2025-11-15")],
    });
    given(...history, used)
      .when(voidCreditNote, body, approved)
      .refused(t, "ALREADY_APPLIED", { used: "0.01" });
  },
);
