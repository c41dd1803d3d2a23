import t from "tap";
import { type EventData, type EventType, eventRegistry } from "../../schemas/events/registry.ts";
import { auditSentence, noEffectSentence, refusedSentence } from "../../src/application/audit-sentences.ts";
import { type Locale, sentenceOf } from "../../src/application/refusal-catalogue.ts";

const sealed = { subjectId: "customer:103", ciphertext: "PPPP", mac: "MMMM" };
const hash = "0".repeat(64);
const settled = { settledOn: "2026-03-10", conditional: false, appliedOn: "2026-03-10" };
const line = { applicationId: "AP-1", receiptId: "RC-1", lineId: "AP-1.1", instalmentId: "FV-1.1" };
const nothingElse = { defaultInterest: "0.00", remunerativeInterest: "0.00" };
const promised = [
  { instalmentId: "FV-1.1", amount: "80.00" },
  { instalmentId: "FV-2.1", amount: "20.50" },
];
const outcome = { promiseId: "PR-1", lines: promised, counted: "60.00", missing: "40.50" };
const role = { personId: "ana", role: "PA" as const, entityIds: ["CO01"], branchIds: [], from: "2026-01-01" };
const assignment = { customerId: "103", role: "SALESPERSON" as const, entityId: "CO01", personId: "luis", from: "2026-01-01" };

const SAMPLES: { readonly [Type in EventType]: EventData<Type> } = {
  CreditLineOpened: {
    ...{ lineId: "L-1", limit: "5000000.00", termsCode: "NET30", validFrom: "2026-01-01", validTo: "2026-12-31", tolerancePct: "5.00" },
    ...{ guaranteeIds: [], waivers: [{ rule: "FILE", reason: sealed, approver: "eva" }], authorityLevel: "L3", approver: "eva" },
  },
  LineSuspended: { lineId: "L-1", suspensionId: "S-1", reasonCode: "PAST_DUE", origin: "MANUAL", facts: [], cascade: "HOLD_RELEASED" },
  LineReinstated: {
    ...{ lineId: "L-1", suspensionId: "S-1", reasonCode: "PAST_DUE", origin: "MANUAL", until: "2026-04-15" },
    ...{
      salesOpinion: { personId: "sam", text: sealed, favourable: true },
      adminOpinion: { personId: "amy", text: sealed, favourable: false },
    },
  },
  InvoiceRecorded: {
    ...{ documentId: "FV-1", series: "FV", number: "1", issueDate: "2026-03-01", net: "100.00", total: "119.00", taxes: [] },
    ...{ termsCode: "NET30", instalments: [{ instalmentId: "FV-1.1", dueOn: "2026-03-31", amount: "119.00" }], orderRefs: [] },
    ...{ paymentMethod: "CREDIT", creditDecision: "NONE" },
  },
  ReceiptRegistered: {
    ...{
      receiptId: "RC-1",
      series: "RC",
      number: "7",
      method: "TRANSFER",
      amount: "100.50",
      receivedOn: "2026-03-10",
      valueDate: "2026-03-09",
    },
    ...{ bankReference: "REF-9", viaLawyer: false, thirdPartyPayer: true, payer: { name: sealed }, remittance: [], cleared: false },
  },
  ReceiptCleared: { receiptId: "RC-1", on: "2026-03-12", bankLineId: "BL-1", released: [] },
  PaymentApplied: {
    ...{ applicationId: "AP-1", receiptId: "RC-1", conditional: false, appliedOn: "2026-03-10", debtorInstruction: sealed },
    lines: promised.map(({ instalmentId, amount }, index) => ({
      ...{ lineId: `AP-1.${index + 1}`, instalmentId, amount, settledOn: "2026-03-10" },
      components: { ...nothingElse, capital: amount },
    })),
  },
  DiscountGranted: { ...line, ...settled, amount: "2.00", discountId: "AP-1-D1", kind: "EARLY_PAYMENT", pct: "2.00" },
  WithholdingRecorded: { ...line, ...settled, amount: "2.50", withholdingId: "W-1", kind: "INCOME_TAX", base: "100.00", ratePct: "2.50" },
  PaymentUnapplied: {
    ...{ unapplicationId: "UN-1", applicationId: "AP-1", receiptId: "RC-1", kind: "REVERSAL", conditional: false },
    undoneOn: "2026-03-11",
    lines: [{ lineId: "AP-1.1", instalmentId: "FV-1.1", amount: "80.00", freedOn: "2026-03-11" }],
    alsoReversed: [{ id: "W-1", kind: "WITHHOLDING", lineId: "AP-1.1", instalmentId: "FV-1.1", amount: "2.50", freedOn: "2026-03-11" }],
  },
  PromiseRegistered: { promiseId: "PR-1", lines: promised, dueOn: "2026-03-20", channel: "PHONE", collectorId: "pia" },
  PromiseKept: outcome,
  PromisePartiallyKept: outcome,
  PromiseBroken: outcome,
  PromiseKeptReversed: { promiseId: "PR-1", lines: promised, counted: "10.00" },
  PromiseCancelled: { promiseId: "PR-1", lines: promised },
  CustomerRegistered: {
    ...{ customerId: "103", taxIdCountry: "CO", taxIdType: "NIT", taxIdNumber: sealed, kind: "LEGAL", legalName: sealed },
    ...{ addresses: [{ use: "FISCAL", text: sealed }], language: "es-CO", homeBranches: [] },
  },
  CustomerDataChanged: {
    customerId: "103",
    changes: [
      { field: "tradeName", from: sealed, to: null },
      { field: "segmentCode", from: null, to: "A" },
    ],
  },
  AssignmentMade: { ...assignment, to: "2026-06-30", substituteFor: "rosa" },
  AssignmentEnded: { ...assignment, to: "2026-06-30" },
  LegalEntityRegistered: {
    ...{ entityId: "CO01", name: "Comercial SAS", taxId: "900", country: "CO", timeZone: "America/Bogota", functionalCurrency: "COP" },
  },
  BranchRegistered: { entityId: "CO01", branchId: "BOG", name: "Bogotá" },
  BankAccountRegistered: { entityId: "CO01", bankAccountId: "B-1", currency: "USD", bank: "Banco", number: "1", openingBalance: "10.00" },
  PersonRegistered: { personId: "ana", name: sealed, email: sealed },
  RoleAssigned: { ...role, to: "2026-12-31" },
  RoleRevoked: role,
  ApiKeyIssued: { keyId: "k1", personId: "ana", secretHash: hash, expiresAt: "2027-01-01T05:00:00.000Z" },
  ApiKeyRevoked: { keyId: "k1" },
  PolicyDefined: { entityId: "CO01", kind: "terms", version: 2, validFrom: "2026-01-01", body: {}, contentHash: hash },
  CalendarDefined: { country: "CO", year: 2026, holidays: ["2026-01-01", "2026-12-25"], weekend: [6, 7] },
  CommandRefused: {
    ...{ command: "ApplyPayment", code: "OVER_APPLICATION", target: "account-103.CO01.COP", revision: 4, traceId: "t" },
    violations: [
      { code: "OVER_APPLICATION", facts: { instalmentId: "FV-1.1", open: "80.00", requested: "100.00" } },
      { code: "VALUE_CHANGED", facts: { field: "tradeName", current: sealed } },
      { code: "RECEIPT_EXHAUSTED", facts: {} },
    ],
  },
  CommandHadNoEffect: { command: "SuspendLine", target: "account-103.CO01.COP", revision: 4 },
};

const TYPES = Object.keys(eventRegistry) as EventType[];
const LOCALES: readonly Locale[] = ["es-CO", "es-MX", "en"];
const COP = { currency: "COP" };

/** The event as a reader gets it: personal values opened, or erased. */
const withPersonal = (data: unknown, value: string): unknown =>
  JSON.parse(JSON.stringify(data, (_key, each) => (each !== null && typeof each === "object" && "ciphertext" in each ? value : each)));

t.test("every event says something in every locale", async (t) => {
  t.strictSame(Object.keys(SAMPLES).sort(), [...TYPES].sort());
  for (const type of TYPES) {
    const sentences = LOCALES.map((locale) => auditSentence(type, SAMPLES[type], locale, COP));
    for (const sentence of sentences) {
      t.match(sentence, /^\p{Lu}.*\.$/su, sentence);
      t.notMatch(sentence, /undefined|null|\[object|\s{2}|\s[.,;:]|PPPP|MMMM/, sentence);
    }
    t.equal(sentences[0], sentences[1], `${type}: both countries read the same`);
    t.not(sentences[0], sentences[2], `${type} is translated`);
  }
});

t.test("personal values are not said, whether sealed, opened or erased", async (t) => {
  for (const type of TYPES) {
    for (const locale of LOCALES) {
      const sentence = auditSentence(type, SAMPLES[type], locale, COP);
      for (const value of ["Juana Pérez", "erased"]) {
        t.equal(auditSentence(type, withPersonal(SAMPLES[type], value), locale, COP), sentence, `${type} ${locale} ${value}`);
      }
    }
  }
});

t.test("optional fields may be absent", async (t) => {
  const { validTo: _to, ...open } = SAMPLES.CreditLineOpened;
  const english = auditSentence("CreditLineOpened", { ...open, waivers: [] }, "en", COP);
  t.equal(
    english,
    "Opened credit line L-1 with a limit of 5000000.00 COP and terms NET30, valid from 2026-01-01; approved by eva with level L3.",
  );
  t.equal(auditSentence("RoleAssigned", { ...role, entityIds: [] }, "en"), "Assigned role PA to ana from 2026-01-01.");
  t.equal(auditSentence("InvoiceRecorded", { ...SAMPLES.InvoiceRecorded, instalments: [] }, "es-CO", COP).includes("vencimiento"), false);
});

const GOLDEN: readonly (readonly [EventType, string, string])[] = [
  [
    "PaymentApplied",
    "Applied 100.50 COP of receipt RC-1 to FV-1.1 and FV-2.1.",
    "Se aplicaron 100.50 COP del recibo RC-1 a FV-1.1 y FV-2.1.",
  ],
  [
    "PaymentUnapplied",
    "Reversed application AP-1: 80.00 COP on FV-1.1 went back to receipt RC-1, and W-1 was undone.",
    "Se reversó la aplicación AP-1: 80.00 COP de FV-1.1 volvieron al recibo RC-1 y se deshizo W-1.",
  ],
  [
    "InvoiceRecorded",
    "Recorded invoice FV-1 (FV 1) of 2026-03-01 for 119.00 COP, terms NET30, due on 2026-03-31.",
    "Se registró la factura FV-1 (FV 1) del 2026-03-01 por 119.00 COP, plazo NET30, con vencimiento el 2026-03-31.",
  ],
  [
    "ReceiptRegistered",
    "Registered receipt RC-1 (RC 7) of 100.50 COP by transfer, received on 2026-03-10 with value date 2026-03-09, bank reference REF-9, not collected yet.",
    "Se registró el recibo RC-1 (RC 7) por 100.50 COP en transferencia, recibido el 2026-03-10 con fecha valor 2026-03-09, referencia bancaria REF-9, aún sin hacerse efectivo.",
  ],
  [
    "PromiseRegistered",
    "Registered promise PR-1: 100.50 COP on FV-1.1 and FV-2.1 by 2026-03-20 (telephone, collector pia).",
    "Se registró la promesa de pago PR-1: 100.50 COP sobre FV-1.1 y FV-2.1 para el 2026-03-20 (teléfono, gestor pia).",
  ],
  [
    "LineReinstated",
    "Reinstated credit line L-1: suspension S-1 (past due) was lifted until 2026-04-15; sales manager: in favour; administrative manager: against.",
    "Se reactivó la línea de crédito L-1: se levantó la suspensión S-1 (saldo vencido) hasta 2026-04-15; gerente de ventas: a favor; gerente administrativo: en contra.",
  ],
  [
    "CustomerDataChanged",
    "Changed data of customer 103: trade name and segment (empty → A).",
    "Se modificaron datos del cliente 103: nombre comercial y segmento (vacío → A).",
  ],
];

t.test("sentences read as people write them", async (t) => {
  for (const [type, en, es] of GOLDEN) {
    t.equal(auditSentence(type, SAMPLES[type], "en", COP), en);
    t.equal(auditSentence(type, SAMPLES[type], "es-CO", COP), es);
  }
});

t.test("money not collected yet is said to be pending", async (t) => {
  const pending = { ...SAMPLES.PaymentApplied, conditional: true };
  t.equal(auditSentence("PaymentApplied", pending, "en"), "Applied 100.50 of receipt RC-1 to FV-1.1 and FV-2.1, pending collection.");
});

t.test("long lists end in a count, and two lines on one instalment name it once", async (t) => {
  const of = (count: number, id: (index: number) => string) =>
    auditSentence(
      "PromiseCancelled",
      { promiseId: "PR-1", lines: Array.from({ length: count }, (_, i) => ({ instalmentId: id(i), amount: "1" })) },
      "en",
    );
  t.equal(
    of(9, (index) => `F.${index + 1}`),
    "Promise PR-1 on F.1, F.2, F.3, F.4, F.5 and 4 more was cancelled.",
  );
  t.equal(
    of(2, () => "F.1"),
    "Promise PR-1 on F.1 was cancelled.",
  );
});

t.test("currencies without decimals add up too", async (t) => {
  const lines = [
    { instalmentId: "F.1", amount: "9007199254740993" },
    { instalmentId: "F.2", amount: "2" },
  ];
  t.match(auditSentence("PromiseRegistered", { ...SAMPLES.PromiseRegistered, lines }, "en", { currency: "CLP" }), "9007199254740995 CLP");
});

t.test("a refused command says what it was and every reason", async (t) => {
  const refused = SAMPLES.CommandRefused;
  t.equal(
    auditSentence("CommandRefused", refused, "en", { commandTitle: "Apply a payment" }),
    "Refused: Apply a payment. The instalment FV-1.1 has 80.00 open, and 100.00 was to be applied. " +
      "Somebody changed the field trade name after you saw it. Not enough left on the receipt.",
  );
  t.equal(
    refusedSentence("Aplicar un pago", [sentenceOf("REASON_REQUIRED", {}, "es-CO")], "es-CO"),
    "Rechazado: Aplicar un pago. Esta operación requiere un motivo escrito.",
  );
  t.match(
    auditSentence("CommandRefused", { ...refused, violations: [{ code: "RETIRED_CODE", facts: {} }] }, "en"),
    "Refused: ApplyPayment. RETIRED_CODE.",
  );
});

t.test("a command without effect says so", async (t) => {
  t.equal(noEffectSentence("Suspender una línea de crédito", "es-MX"), "Sin cambios: Suspender una línea de crédito.");
  t.equal(auditSentence("CommandHadNoEffect", SAMPLES.CommandHadNoEffect, "en"), "Nothing to change: SuspendLine.");
});

t.test("an unknown event says its own name", async (t) => {
  for (const type of ["SomethingRetired", "constructor", "toString"]) t.equal(auditSentence(type, {}, "en"), type);
});
