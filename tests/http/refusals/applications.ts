import { applicationBody, invoiceBody, receiptBody } from "../../support/company.ts";
import { type Area, accountOf, cop, DOLLARS, type House, type Person, type RefusalCase } from "./house.ts";

const APL = accountOf("APL");
const POORER = accountOf("APL", "PO01");

/** One line on AP-F1, of 100.00, from AP-R1, of 80.00. */
const one = (amount: string, line = {}, more = {}) => applicationBody(APL, "AP-NEW", "AP-R1", [["AP-F1.1", amount, line]], more);
const withheld = (ratePct: string, amount: string, withholdingId = "AP-W1") => ({
  withholdings: [{ withholdingId, kind: "ICA", base: cop("100.00"), ratePct, amount: cop(amount) }],
});
const decided = (applicationId: string, more = {}) => ({ accountId: APL, applicationId, ...more });
const undone = (applicationId: string, more = {}) => ({
  ...{ accountId: APL, unapplicationId: "AP-UNEW", applicationId, kind: "REVERSAL", reason: "other invoice" },
  ...more,
});
const lines = (amount: unknown, ...lineIds: readonly string[]) => ({ lines: lineIds.map((lineId) => ({ lineId, amount })) });

/** What applying is refused for, and proposing to apply. */
const applying: readonly RefusalCase[] = [
  ["RECEIPT_NOT_FOUND", "no such receipt", one("1.00", {}, { receiptId: "NONE" })],
  ["RECEIPT_EXHAUSTED", "more than the receipt has", one("80.01")],
  ["MALFORMED", "its first line is the second", one("1.00", { lineId: "AP-NEW.2" })],
  ["ITEM_NOT_FOUND", "no such instalment", applicationBody(APL, "AP-NEW", "AP-R1", [["NONE.1", "1.00"]])],
  ["OVERLAPS", "the application is there", one("1.00", { lineId: "AP-A1.1" }, { applicationId: "AP-A1" })],
  ["CURRENCY_MISMATCH", "another currency", one("1.00", { amount: DOLLARS })],
  ["ALREADY_SETTLED", "it is paid", applicationBody(APL, "AP-NEW", "AP-R1", [["AP-PAID.1", "1.00"]])],
  ["OVER_APPLICATION", "more than is open", one("100.01")],
  ["EFFECTIVE_BEFORE_DOCUMENT", "before the money came", one("1.00", {}, { effectiveOn: "2025-11-09" })],
  ["FUTURE_EFFECTIVE_DATE", "tomorrow", one("1.00", {}, { effectiveOn: "2025-11-21" })],
  [
    "TIMELINE_NEGATIVE",
    "it was paid that day, by a cheque that bounced",
    applicationBody(APL, "AP-NEW", "AP-R1", [["AP-BOUNCED.1", "80.00"]], { effectiveOn: "2025-11-15" }),
  ],
  ["WITHHOLDING_MISMATCH", "not what the rate gives", one("1.00", withheld("0.966", "2.00"))],
  ["UNKNOWN_WITHHOLDING_RATE", "no such rate", one("1.00", withheld("0.967", "0.97"))],
];

/** A proposal that waits, on an invoice and a receipt of its own. */
async function propose(house: House, name: string, by: Person, line = {}, account = APL): Promise<void> {
  await house.accept("record-invoice", invoiceBody(account, `AP-F${name}`, "200.00", "2025-11-01"));
  await house.accept("register-receipt", receiptBody(account, `AP-R${name}`, "100.00", "2025-11-05", { method: "CASH" }));
  const proposal = applicationBody(account, `AP-P${name}`, `AP-R${name}`, [[`AP-F${name}.1`, "50.00", line]]);
  await house.accept("propose-application", proposal, by);
}

/** In the poorer company proposals wait longer, and its rates of withholding turn out to have been others. */
async function proposeAmongPoorer(house: House): Promise<void> {
  const policy = { entityId: "PO01", reason: "board" };
  await house.accept("define-policy", {
    ...policy,
    kind: "application",
    version: 1,
    validFrom: "1990-01-01",
    body: { proposalValidDays: 30 },
  });
  await propose(house, "RATE", "PA", withheld("0.966", "0.97"), POORER);
  await propose(house, "EXACT", "PA", withheld("1.104", "1.60", "AP-W2"), POORER);
  const rates = { INCOME_TAX: ["1.50"], VAT: ["15.00"], ICA: ["1.104"] };
  const body = { rates, tolerance: { COP: "0.00" } };
  await house.accept("define-policy", { ...policy, kind: "withholding", version: 1, validFrom: "1990-01-01", body });
}

/** Money that pays what is owed, and is taken back. */
export const applications: Area = {
  name: "applications of payments",

  async before(house) {
    await house.customers("APL");
    await proposeAmongPoorer(house);
  },

  async today(house) {
    const { accept } = house;
    for (const documentId of ["AP-F1", "AP-PAID", "AP-CANCELLED", "AP-BOUNCED"]) {
      await accept("record-invoice", invoiceBody(APL, documentId, "100.00", "2025-11-01"));
    }
    const receipt = (receiptId: string, amount: string) => receiptBody(APL, receiptId, amount, "2025-11-10", { method: "CASH" });
    for (const receiptId of ["AP-R1", "AP-R3"]) await accept("register-receipt", receipt(receiptId, "80.00"));
    await accept("register-receipt", receipt("AP-R2", "500.00"));
    await accept("apply-payment", applicationBody(APL, "AP-A1", "AP-R2", [["AP-PAID.1", "100.00"]]));
    for (const applicationId of ["AP-A2", "AP-A3"]) {
      await accept("apply-payment", applicationBody(APL, applicationId, "AP-R2", [["AP-F1.1", "10.00"]]));
    }
    await accept("unapply-payment", undone("AP-A2", { unapplicationId: "AP-U2" }));
    await accept("unapply-payment", undone("AP-A3", { unapplicationId: "AP-U3", ...lines(cop("1.00"), "AP-A3.1") }));
    const cancellation = { documentId: "AP-CANCELLED", creditNoteId: "AP-NC1", creditNoteNumber: "AP-1", reason: "wrong customer" };
    await house.together(["BIL", "DIR"], "cancel-invoice", { accountId: APL, ...cancellation });

    await accept("register-receipt", receipt("AP-BAD", "100.00"));
    await accept("apply-payment", applicationBody(APL, "AP-A9", "AP-BAD", [["AP-BOUNCED.1", "100.00"]], { effectiveOn: "2025-11-12" }));
    await accept("return-payment", { accountId: APL, receiptId: "AP-BAD", on: "2025-11-19", reasonCode: "OTHER", drawerFault: false });
    await accept("propose-application", applicationBody(APL, "AP-PBOUNCED", "AP-R3", [["AP-BOUNCED.1", "10.00"]]));

    for (const name of ["WAITS", "REJECTED"]) await propose(house, name, "PA");
    await propose(house, "MINE", "OWNER");
    await propose(house, "LEVEL", "PA", { discount: { pct: "4.00", amount: cop("8.00") } });
    await propose(house, "WITHHELD", "PA", withheld("0.966", "0.97", "AP-W3"));
    const since = { withholdingId: "AP-W3", kind: "ICA", base: cop("100.00"), ratePct: "0.966", amount: cop("0.97") };
    await accept("record-withholding", { accountId: APL, instalmentId: "AP-F1.1", ...since });
    await house.accept("reject-application", decided("AP-PREJECTED"), "PA");
  },

  cases: {
    "apply-payment": [
      ...applying,
      ["AUTHORITY_EXCEEDED", "a discount above the level", one("1.00", { discount: { pct: "1.00", amount: cop("0.01") } }), "PC"],
    ],
    "propose-application": applying,
    "approve-application": [
      ["APPLICATION_NOT_FOUND", "no such proposal", decided("NONE"), "CC"],
      ["INVALID_TRANSITION", "it was rejected", decided("AP-PREJECTED"), "CC"],
      ["MAKER_IS_CHECKER", "who proposed it", decided("AP-PMINE")],
      ["OVERLAPS", "its withholding was recorded since", decided("AP-PWITHHELD"), "CC"],
      ["WITHHOLDING_MISMATCH", "what was near enough is no longer", decided("AP-PEXACT", { accountId: POORER }), "CC"],
      ["UNKNOWN_WITHHOLDING_RATE", "a rate that was abolished", decided("AP-PRATE", { accountId: POORER }), "CC"],
      ["EFFECTIVE_BEFORE_DOCUMENT", "before the money came", decided("AP-PWAITS", { effectiveOn: "2025-11-04" }), "CC"],
      ["FUTURE_EFFECTIVE_DATE", "tomorrow", decided("AP-PWAITS", { effectiveOn: "2025-11-21" }), "CC"],
      ["TIMELINE_NEGATIVE", "it was paid that day, by a cheque that bounced", decided("AP-PBOUNCED", { effectiveOn: "2025-11-15" }), "CC"],
      ["AUTHORITY_EXCEEDED", "a discount above the level", decided("AP-PLEVEL"), "CC"],
    ],
    "reject-application": [
      ["APPLICATION_NOT_FOUND", "no such proposal", decided("NONE"), "CC"],
      ["INVALID_TRANSITION", "it was rejected", decided("AP-PREJECTED"), "CC"],
      ["NOT_AUTHORISED", "another analyst's", decided("AP-PWAITS"), "PC"],
    ],
    "unapply-payment": [
      ["APPLICATION_NOT_FOUND", "no such application", undone("NONE")],
      ["RESOURCE_NOT_FOUND", "no such line", undone("AP-A1", lines(cop("1.00"), "AP-A1.2"))],
      ["OVERLAPS", "the un-application is there", undone("AP-A1", { unapplicationId: "AP-U2" })],
      ["CURRENCY_MISMATCH", "another currency", undone("AP-A1", lines(DOLLARS, "AP-A1.1"))],
      ["ALREADY_UNAPPLIED", "all of it was undone", undone("AP-A2")],
      ["APPLICATION_CONSUMED", "of an invoice that was cancelled", undone("AP-NC1-A")],
      ["OVER_UNAPPLICATION", "more than is applied", undone("AP-A3", lines(cop("9.01"), "AP-A3.1"))],
      ["EFFECTIVE_BEFORE_APPLICATION", "before it was applied", undone("AP-A1", { effectiveOn: "2025-11-09" })],
      ["FUTURE_EFFECTIVE_DATE", "tomorrow", undone("AP-A1", { effectiveOn: "2025-11-21" })],
      ["REASON_REQUIRED", "no reason", undone("AP-A1", { reason: undefined })],
      ["MALFORMED", "one line twice", undone("AP-A1", lines(cop("1.00"), "AP-A1.1", "AP-A1.1"))],
    ],
  },
};
