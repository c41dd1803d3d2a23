import t from "tap";
import type { EventProcess } from "../../src/application/processes/define-process.ts";
import { processCommandId } from "../../src/application/processes/process-ids.ts";
import { retryParked } from "../../src/application/processes/retry-step.ts";
import { customerBody, invoiceBody, receiptBody, setUpAccount } from "../support/company.ts";
import { eventsOf, onceUpToDate, openProcessHouse } from "./process-house.ts";
import { ACCOUNT, cheque, clears, refusedApplication } from "./sample-processes.ts";

t.test("a refused step is parked, listed and logged; the process goes on", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  const applies: EventProcess = { name: "applies", on: { InvoiceRecorded: () => [refusedApplication()], ...clears.on } };
  await house.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-05-01"));
  await house.accept("register-receipt", cheque("R1"));
  const runner = house.start({ events: [applies], calendar: [] });
  await onceUpToDate(runner, "applies");
  const { parked } = await runner.status();
  t.match(parked, [
    { process: "applies", entityId: "CO01", step: "ApplyPayment", command: "apply-payment", code: "RECEIPT_NOT_FOUND", attempt: 1 },
  ]);
  t.equal(parked.length, 1);
  t.equal(parked[0]?.cause, eventsOf(await house.log(), "InvoiceRecorded")[0]?.eventId);
  t.match(house.logged, [{ level: "error", message: /PROCESS_REFUSED.*ApplyPayment.*RECEIPT_NOT_FOUND/ }]);
  t.equal(eventsOf(await house.log(), "ReceiptCleared").length, 1, "what comes later is not held up");
  t.match(eventsOf(await house.log(), "CommandRefused")[0]?.meta, { actor: "SYSTEM", causationId: parked[0]?.cause });
});

t.test("a parked step is taken again as its next attempt, with what its process says about a refusal", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  const steps = [
    { ...refusedApplication(), onRefusal: (code: string) => (code === "RECEIPT_NOT_FOUND" ? ("park" as const) : ("ignore" as const)) },
  ];
  const events: readonly EventProcess[] = [{ name: "applies", on: { InvoiceRecorded: () => steps } }];
  await house.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-05-01"));
  const runner = house.start({ events, calendar: [] });
  await onceUpToDate(runner, "applies");
  const parkedId = (await runner.status()).parked[0]?.parkedId ?? "";
  const retry = () => retryParked({ ...house, ledgerId: house.keys.ledgerId, log: house.quiet, events }, parkedId);

  t.equal(await retry(), "parked", "there is still no receipt");
  t.match((await runner.status()).parked, [{ parkedId, attempt: 2 }]);
  await house.accept("register-receipt", receiptBody(ACCOUNT, "NONE", "50.00", "2025-05-20"));
  t.equal(await retry(), "done");
  t.equal(await retry(), undefined, "it is parked no longer");
  const cause = eventsOf(await house.log(), "InvoiceRecorded")[0]?.eventId ?? "";
  const commandId = processCommandId(house.keys.ledgerId, { process: "applies", cause, step: "ApplyPayment", attempt: 3 });
  t.match(eventsOf(await house.log(), "PaymentApplied"), [{ meta: { actor: "SYSTEM", commandId, causationId: cause } }]);
});

t.test("a step says what its refusal means: ignored, or compensated by another step", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  const compensate = { step: "RegisterReceipt", command: "register-receipt", body: receiptBody(ACCOUNT, "NONE", "1.00", "2025-05-20") };
  const codes: string[] = [];
  const ignores: EventProcess = {
    name: "ignores",
    on: { InvoiceRecorded: () => [{ ...refusedApplication(), onRefusal: () => "ignore" }] },
  };
  const compensates: EventProcess = {
    name: "compensates",
    on: {
      InvoiceRecorded: () => [
        {
          ...refusedApplication(),
          onRefusal(code) {
            codes.push(code);
            return { compensate };
          },
        },
      ],
    },
  };
  await house.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-05-01"));
  const runner = house.start({ events: [ignores, compensates], calendar: [] });
  await onceUpToDate(runner, "ignores");
  await onceUpToDate(runner, "compensates");
  t.strictSame(codes, ["RECEIPT_NOT_FOUND"]);
  t.match(eventsOf(await house.log(), "ReceiptRegistered"), [{ data: { receiptId: "NONE" }, meta: { actor: "SYSTEM" } }]);
  t.strictSame((await runner.status()).parked, []);
});

t.test("an answer that is not remembered is not compensated but parked", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  const forbidden = { step: "RecordInvoice", command: "record-invoice", body: invoiceBody(ACCOUNT, "F2", "1.00", "2025-05-01") };
  const process: EventProcess = {
    name: "oversteps",
    on: { InvoiceRecorded: () => [{ ...forbidden, onRefusal: () => ({ compensate: refusedApplication() }) }] },
  };
  await house.accept("record-invoice", invoiceBody(ACCOUNT, "F1", "100.00", "2025-05-01"));
  const runner = house.start({ events: [process], calendar: [] });
  await onceUpToDate(runner, "oversteps");
  t.match((await runner.status()).parked, [{ step: "RecordInvoice", code: "NOT_AUTHORISED" }]);
  t.strictSame(eventsOf(await house.log(), "CommandRefused"), []);
});

t.test("personal values of a step are sealed where it waits, and arrive opened and sealed anew in what it does", async (t) => {
  const house = await openProcessHouse(t);
  await setUpAccount(house);
  const names: EventProcess = {
    name: "names",
    on: {
      CustomerRegistered: ({ data: { customerId, legalName } }) =>
        customerId !== "C9"
          ? []
          : [
              refusedApplication({ reason: legalName }),
              {
                step: "Register",
                command: "register-receipt",
                body: receiptBody(ACCOUNT, "R1", "1.00", "2025-05-20", { reason: legalName }),
              },
            ],
    },
  };
  await house.accept("register-customer", customerBody("C9", { legalName: "Ana Secreta" }));
  const runner = house.start({ events: [names], calendar: [] });
  await onceUpToDate(runner, "names");
  const { parked } = await runner.status();
  t.match(parked, [{ body: { reason: { subjectId: "customer:C9", ciphertext: /./ } } }]);
  t.notMatch(JSON.stringify(parked), "Secreta");
  const [registered] = eventsOf(await house.log(), "ReceiptRegistered");
  t.notMatch(JSON.stringify(registered), "Secreta");
  t.equal(await house.ledger.openPersonal(registered?.meta.reason), "Ana Secreta");
});
