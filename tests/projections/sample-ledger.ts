import * as customer from "../../schemas/events/customer.ts";
import * as governance from "../../schemas/events/governance.ts";
import * as organisation from "../../schemas/events/organisation.ts";
import { eventsByCategory } from "../../schemas/events/registry.ts";
import { effective } from "../../src/kernel/decider.ts";
import { application, invoice, receipt, unapplication } from "./account-events.ts";
import { recordApprovals, recordDelegations } from "./approval-events.ts";
import type { Ledger } from "./ledger.ts";
import { recordLineLife } from "./sample-line-life.ts";
import { recordSampleMoney } from "./sample-money.ts";
import { recordOrders } from "./sample-orders.ts";
import { recordWaiting } from "./sample-waiting.ts";

const { account } = eventsByCategory;

const sealed = (subjectId: string, text: string) => ({ subjectId, ciphertext: Buffer.from(text).toString("base64"), mac: `mac-${text}` });
const hash = "0".repeat(64);

/** A small history in which every event occurs, so that no table of a read model stays empty. */
export async function recordSampleLedger(ledger: Ledger): Promise<void> {
  await recordOrganisation(ledger);
  await recordCustomers(ledger);
  await recordCredit(ledger);
  await recordMoney(ledger);
  await recordOrders(ledger);
  await recordSampleMoney(ledger);
  await recordPromises(ledger);
  await recordWaiting(ledger);
  await ledger.append("customer-C2", [customer.CustomerBlocked({ customerId: "C2", scope: "ORDERS" })], { on: "2025-07-01" });
  await ledger.append("customer-C2", [customer.CustomerUnblocked({ customerId: "C2", scope: "ORDERS" })], { on: "2025-07-02" });
  await recordRefusals(ledger);
  await recordLineLife(ledger);
  await recordApprovals(ledger);
  await recordDelegations(ledger);
}

async function recordOrganisation({ append }: Ledger): Promise<void> {
  const on = "2025-01-01";
  await append(
    "organisation-CO01",
    [
      organisation.LegalEntityRegistered({
        entityId: "CO01",
        name: "Uno",
        taxId: "900",
        country: "CO",
        timeZone: "America/Bogota",
        functionalCurrency: "COP",
      }),
    ],
    { on },
  );
  await append("organisation-CO01", [organisation.BranchRegistered({ entityId: "CO01", branchId: "BOG", name: "Bogotá" })], { on });
  await append("organisation-CO01", [organisation.BranchRegistered({ entityId: "CO01", branchId: "MED", name: "Medellín" })], { on });
  await append(
    "organisation-CO01",
    [
      organisation.BankAccountRegistered({
        entityId: "CO01",
        bankAccountId: "B1",
        currency: "COP",
        bank: "Banco",
        number: "1",
        openingBalance: "0.00",
      }),
    ],
    { on },
  );
  await append(
    "organisation-MX01",
    [
      organisation.LegalEntityRegistered({
        entityId: "MX01",
        name: "Dos",
        taxId: "901",
        country: "MX",
        timeZone: "America/Mexico_City",
        functionalCurrency: "MXN",
      }),
    ],
    { on },
  );
  const own = { entityId: "CO01", ownership: "OWN" as const, from: 1 };
  await append("organisation-CO01", [organisation.SeriesDefined({ ...own, code: "OWN", kind: "CHARGE", prefix: "CG-" })], { on });
  await recordPeople({ append });
  await recordPolicies({ append });
}

async function recordPeople({ append }: Pick<Ledger, "append">): Promise<void> {
  const on = "2025-01-01";
  const scope = { personId: "P-7", role: "ARA" as const, entityIds: ["CO01"], branchIds: ["MED", "BOG"] };
  await append(
    "organisation-LEDGER",
    [
      organisation.PersonRegistered({ personId: "P-7", name: sealed("person:P-7", "Ana") }),
      organisation.RoleAssigned({ ...scope, from: on }),
    ],
    { on },
  );
  await append("organisation-LEDGER", [organisation.RoleRevoked({ ...scope, branchIds: ["BOG", "MED"], from: "2025-03-01" })], { on });
  await append("organisation-LEDGER", [organisation.RoleAssigned({ ...scope, from: "2025-04-01", to: "2025-12-31" })], { on });
  await append("organisation-LEDGER", [organisation.ApiKeyIssued({ keyId: "K1", personId: "P-7", secretHash: hash })], { on });
  await append("organisation-LEDGER", [organisation.ApiKeyRevoked({ keyId: "K1" })], { on });
}

async function recordPolicies({ append }: Pick<Ledger, "append">): Promise<void> {
  const on = "2025-01-01";
  const policy = { entityId: "CO01", kind: "credit", contentHash: hash };
  await append(
    "policy-credit.CO01",
    [governance.PolicyDefined({ ...policy, version: 1, validFrom: on, body: { netUnappliedCredit: true } })],
    { on },
  );
  await append(
    "policy-credit.CO01",
    [governance.PolicyDefined({ ...policy, version: 2, validFrom: "2025-07-01", body: { netUnappliedCredit: false } })],
    { on },
  );
  await append("calendar-CO", [governance.CalendarDefined({ country: "CO", year: 2025, holidays: ["2025-01-06"], weekend: [6, 7] })], {
    on,
  });
}

async function recordCustomers({ append }: Ledger): Promise<void> {
  const on = "2025-01-10";
  for (const [customerId, branchId] of [
    ["C1", "BOG"],
    ["C2", "MED"],
    ["C3", undefined],
  ] as const) {
    const subject = `customer:${customerId}`;
    const identity = {
      taxIdCountry: "CO",
      taxIdType: "NIT",
      taxIdNumber: sealed(subject, customerId),
      checkDigit: "1",
      kind: "LEGAL",
      legalName: sealed(subject, `Cliente ${customerId}`),
    } as const;
    const addresses = [
      { use: "DELIVERY", text: sealed(subject, "Calle 1") },
      { use: "FISCAL", text: sealed(subject, "Calle 2") },
    ] as const;
    const homeBranches = branchId === undefined ? [] : [{ entityId: "CO01", branchId }];
    await append(
      `customer-${customerId}`,
      [customer.CustomerRegistered({ customerId, ...identity, addresses, language: "es-CO", homeBranches })],
      { on },
    );
  }
  const changes = [
    { field: "segmentCode", from: null, to: "RETAIL" },
    { field: "deliveryAddress", from: null, to: sealed("customer:C1", "Calle 9") },
  ] as const;
  await append("customer-C1", [customer.CustomerDataChanged({ customerId: "C1", changes })], { on });
  const assignment = { customerId: "C1", role: "SALESPERSON", entityId: "CO01" } as const;
  await append("customer-C1", [customer.AssignmentMade({ ...assignment, personId: "S-1", from: on })], { on });
  await append(
    "customer-C1",
    [
      customer.AssignmentEnded({ ...assignment, personId: "S-1", from: on, to: "2025-06-30" }),
      customer.AssignmentMade({ ...assignment, personId: "S-2", from: "2025-07-01" }),
    ],
    { on },
  );
}

async function recordCredit({ append }: Ledger): Promise<void> {
  const on = "2025-02-01";
  const line = {
    lineId: "L-1",
    limit: "50000000.00",
    termsCode: "NET30",
    validFrom: on,
    tolerancePct: "5.00",
    guaranteeIds: [],
    waivers: [],
    authorityLevel: "L3",
    approver: "P-1",
  };
  await append("account-C1.CO01.COP", [account.CreditLineOpened(line)], { on, command: "OpenCreditLine" });
  const suspension = { lineId: "L-1", suspensionId: "S-1", reasonCode: "MANUAL", origin: "MANUAL" } as const;
  await append("account-C1.CO01.COP", [account.LineSuspended({ ...suspension, facts: [{ name: "days", value: "31" }], cascade: "NONE" })], {
    on,
    command: "SuspendLine",
  });
  await append("account-C1.CO01.COP", [account.LineReinstated({ ...suspension, until: "2025-03-01" })], {
    on: "2025-02-05",
    command: "ReinstateLine",
  });
}

async function recordMoney({ append }: Ledger): Promise<void> {
  const stream = "account-C1.CO01.COP";
  await append(
    stream,
    [
      invoice(
        "F1",
        [
          ["2025-05-31", "600.00"],
          ["2025-06-30", "400.00"],
        ],
        { total: "1000.00", branchId: "BOG", salespersonId: "S-1" },
      ),
    ],
    { on: "2025-05-01" },
  );
  await append(stream, [invoice("F2", [["2025-05-31", "500.00"]], { branchId: "MED", salespersonId: "S-2" })], { on: "2025-05-01" });
  await append("account-C2.CO01.COP", [invoice("F1", [["2025-04-30", "70.00"]])], { on: "2025-04-01" });
  await append("account-C3.MX01.MXN", [invoice("X1", [["2025-04-30", "80.00"]])], { on: "2025-04-01" });
  await append(stream, [receipt("R1", "700.00", { method: "TRANSFER", cleared: false, branchId: "BOG" })], { on: "2025-06-02" });
  const together = {
    applicationId: "AP1",
    receiptId: "R1",
    instalmentId: "F1.1",
    lineId: "AP1.1",
    conditional: true,
    appliedOn: "2025-06-02",
    settledOn: "2025-06-02",
  };
  const applied = application("AP1", "R1", [["F1.1", "580.00"]], { conditional: true, appliedOn: "2025-06-02" });
  const discount = account.DiscountGranted({ ...together, amount: "10.00", discountId: "D1", kind: "EARLY_PAYMENT", pct: "2.00" });
  const withholding = account.WithholdingRecorded({
    ...together,
    amount: "10.00",
    withholdingId: "W1",
    kind: "ICA",
    base: "1000.00",
    ratePct: "1.00",
  });
  await append(stream, [applied, discount, withholding], { on: "2025-06-02", command: "ApplyPayment" });
  await append(
    stream,
    [
      account.ReceiptCleared({
        receiptId: "R1",
        on: "2025-06-04",
        released: [{ instalmentId: "F1.1", amount: "600.00", effectiveOn: "2025-06-02" }],
      }),
    ],
    { on: "2025-06-04" },
  );
  const undone = unapplication("U1", { applicationId: "AP1", receiptId: "R1" }, [["AP1.1", "F1.1", "290.00"]], {
    alsoReversed: [{ id: "D1", kind: "DISCOUNT", lineId: "AP1.1", instalmentId: "F1.1", amount: "5.00", freedOn: "2025-06-02" }],
  });
  await append(stream, [effective("2025-06-02", undone)], { on: "2025-06-20", command: "UnapplyPayment" });
  await append(
    stream,
    [receipt("R2", "400.00", { method: "POST_DATED_CHEQUE", cleared: false, valueDate: "2025-07-15" })].map((event) =>
      effective("2025-07-15", event),
    ),
    { on: "2025-06-21" },
  );
  await append(
    stream,
    [effective("2025-07-15", application("AP2", "R2", [["F1.2", "400.00"]], { conditional: true, appliedOn: "2025-06-21" }))],
    { on: "2025-06-21" },
  );
}

async function recordPromises({ append }: Ledger): Promise<void> {
  const stream = "account-C1.CO01.COP";
  const lines = [{ instalmentId: "F2.1", amount: "100.00" }];
  const promise = (promiseId: string) => account.PromiseRegistered({ promiseId, lines, dueOn: "2025-07-10", channel: "PHONE" });
  const outcome = (promiseId: string) => ({ promiseId, lines, counted: "60.00", missing: "40.00" });
  for (const [id, end] of [
    ["PR1", account.PromiseKept],
    ["PR2", account.PromisePartiallyKept],
    ["PR3", account.PromiseBroken],
  ] as const) {
    await append(stream, [promise(id)], { on: "2025-06-25", command: "RegisterPromise" });
    await append(stream, [end(outcome(id))], { on: "2025-07-13" });
  }
  await append(stream, [account.PromiseKeptReversed({ promiseId: "PR1", lines, counted: "0.00" })], { on: "2025-07-14" });
  await append(stream, [account.PromiseCancelled({ promiseId: "PR1", lines })], { on: "2025-07-15" });
  await append(stream, [promise("PR4")], { on: "2025-07-16", command: "RegisterPromise" });
}

async function recordRefusals({ append }: Ledger): Promise<void> {
  const target = { command: "ApplyPayment", target: "account-C1.CO01.COP", revision: 9 };
  const violations = [{ code: "OVER_APPLICATION", facts: { open: "80.00", requested: "100.00" } }];
  await append("command-1", [governance.CommandRefused({ ...target, code: "OVER_APPLICATION", violations, traceId: "t1" })], {
    on: "2025-07-20",
    command: "ApplyPayment",
    actor: "P-7",
  });
  await append("command-2", [governance.CommandHadNoEffect(target)], { on: "2025-07-20", command: "ApplyPayment", actor: "P-7" });
}
