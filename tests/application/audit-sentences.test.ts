import t from "tap";
import { type EventType, eventRegistry } from "../../schemas/events/registry.ts";
import { auditSentence, noEffectSentence, refusedSentence } from "../../src/application/audit-sentences.ts";
import { type Locale, sentenceOf } from "../../src/application/refusal-catalogue.ts";
import { SAMPLES } from "./event-samples.ts";

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
      t.notMatch(sentence, /\bundefined\b|\bnull\b|\[object|\s{2}|\s[.,;:]|PPPP|MMMM/, sentence);
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
  const { to: _end, ...role } = SAMPLES.RoleAssigned;
  t.equal(auditSentence("RoleAssigned", { ...role, entityIds: [] }, "en"), "Assigned role PA to ana from 2026-01-01.");
  t.equal(auditSentence("InvoiceRecorded", { ...SAMPLES.InvoiceRecorded, instalments: [] }, "es-CO", COP).includes("vencimiento"), false);
});

const GOLDEN: readonly (readonly [EventType, string, string])[] = [
  [
    "OrderHeld",
    "Held order P-7 of 5000000.00 COP: above the limit and past due for too long; exposure 47700000.00 COP, ceiling 52500000.00 COP, 200000.00 COP above it.",
    "Se retuvo el pedido P-7 por 5000000.00 COP: supera el cupo y mora superior a la permitida; exposición 47700000.00 COP, tope 52500000.00 COP, lo supera en 200000.00 COP.",
  ],
  [
    "ReservationConsumed",
    "Document FV-1 invoiced 2900000.00 COP of order P-7: 2900000.00 COP of what was reserved, 100000.00 COP free again; the order is complete.",
    "El documento FV-1 facturó 2900000.00 COP del pedido P-7: 2900000.00 COP de lo reservado, 100000.00 COP libres de nuevo; el pedido queda completo.",
  ],
  [
    "PaymentApplied",
    "Applied 100.50 COP of receipt RC-1 to FV-1.1 and FV-2.1.",
    "Se aplicaron 100.50 COP del recibo RC-1 a FV-1.1 y FV-2.1.",
  ],
  [
    "PaymentUnapplied",
    "Reversed application AP-1: 80.00 COP on FV-1.1 went back to RC-1, and W-1 was undone.",
    "Se reversó la aplicación AP-1: 80.00 COP de FV-1.1 volvieron a RC-1 y se deshizo W-1.",
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
    "ChargeIssued",
    "Issued charge CG-1 (CG) of 2026-03-01 for 45.00 COP, due on 2026-03-10, on document FV-1: returned cheque.",
    "Se emitió el cargo CG-1 (CG) del 2026-03-01 por 45.00 COP, con vencimiento el 2026-03-10, sobre el documento FV-1: cheque devuelto.",
  ],
  [
    "InvoiceReferenceCorrected",
    "Corrected the purchase order of document FV-1 (empty → PO 7).",
    "Se corrigió en el documento FV-1 el dato orden de compra (vacío → PO 7).",
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
