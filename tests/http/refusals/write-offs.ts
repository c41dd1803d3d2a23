import { applicationBody, invoiceBody, receiptBody } from "../../support/company.ts";
import { type Area, accountOf, cop, DOLLARS, type House, type RefusalCase } from "./house.ts";

const WOF = accountOf("WOF");
const POORER = accountOf("WOF", "PO01");

type Lines = readonly (readonly [instalmentId: string, amount: string])[];
const asked = (lines: Lines) => ({ lines: lines.map(([instalmentId, amount]) => ({ instalmentId, amount: cop(amount) })) });
const proposal = (lines: Lines, more = {}) => ({ accountId: WOF, writeOffId: "WO-NEW", reason: "bankrupt", ...asked(lines), ...more });
const of = (writeOffId: string, more = {}) => ({ accountId: WOF, writeOffId, ...more });
const reversal = (writeOffId: string, more = {}) => of(writeOffId, { reason: "he pays", ...more });
const posting = (writeOffId: string, more = {}) => of(writeOffId, { on: "2025-11-20", ...more });
const recovery = (more = {}) => ({
  ...{ accountId: WOF, writeOffId: "WO-POSTED", applicationId: "WO-ANEW", receiptId: "WO-R2", ...asked([["WO-POSTED.1", "10.00"]]) },
  ...more,
});
const pay = (house: House, id: string, amount: string, more = {}) =>
  house.accept("apply-payment", applicationBody(WOF, `WO-A${id}`, "WO-R1", [[`WO-${id}.1`, amount]], more));

/** Write-offs of one item each: proposed, and some of them approved and posted. */
const STAGES: Readonly<Record<string, "PROPOSED" | "APPROVED" | "POSTED">> = {
  ...{ WAITS: "PROPOSED", OPEN: "APPROVED", POSTED: "POSTED", BACK: "POSTED", BOUNCED: "POSTED" },
  // What happens to the items once it was proposed, and once it was approved.
  ...{ PAID1: "PROPOSED", PARTLY1: "PROPOSED", PROMISED1: "PROPOSED", YOUNG1: "PROPOSED" },
  ...{ PAID2: "APPROVED", PARTLY2: "APPROVED", PROMISED2: "APPROVED", YOUNG2: "APPROVED", RETURNED: "APPROVED" },
};

async function propose(house: House): Promise<void> {
  for (const [id, stage] of Object.entries(STAGES)) {
    await house.accept("record-invoice", invoiceBody(WOF, `WO-${id}`, "100.00", "2025-01-10"));
    await house.accept("propose-write-off", proposal([[`WO-${id}.1`, "100.00"]], { writeOffId: `WO-${id}` }));
    if (stage !== "PROPOSED") await house.accept("approve-write-off", of(`WO-${id}`), "DIR");
    if (stage === "POSTED") await house.accept("post-write-off", posting(`WO-${id}`, { on: "2025-11-14" }));
  }
}

/** A large one, one that the ledger may write off by itself as long as it is small, and one of an invoice that counts only since yesterday. */
async function proposeOthers(house: House): Promise<void> {
  await house.accept("record-invoice", invoiceBody(WOF, "WO-LARGE", "2000000.00", "2025-01-10"));
  await house.accept("propose-write-off", proposal([["WO-LARGE.1", "2000000.00"]], { writeOffId: "WO-LARGE" }));
  await house.accept("record-invoice", invoiceBody(WOF, "WO-SMALL", "20100.00", "2025-01-10"));
  await pay(house, "SMALL", "100.00");
  await house.accept("propose-write-off", proposal([["WO-SMALL.1", "20000.00"]], { writeOffId: "WO-SMALL" }), "SYS");
  await house.accept("record-invoice", invoiceBody(WOF, "WO-LATE", "100.00", "2025-01-10", { effectiveOn: "2025-11-19" }));
  await house.accept("propose-write-off", proposal([["WO-LATE.1", "100.00"]], { writeOffId: "WO-LATE" }));
  await house.accept("approve-write-off", of("WO-LATE"), "DIR");
}

async function overtake(house: House): Promise<void> {
  for (const id of ["PAID1", "PAID2", "RETURNED"]) await pay(house, id, "100.00");
  for (const id of ["PARTLY1", "PARTLY2"]) await pay(house, id, "50.00");
  const back = { accountId: WOF, kind: "REVERSAL", reason: "other item", effectiveOn: "2025-11-19" };
  await house.accept("unapply-payment", { ...back, unapplicationId: "WO-URETURNED", applicationId: "WO-ARETURNED" });
  for (const id of ["PROMISED1", "PROMISED2"]) {
    const promise = { accountId: WOF, promiseId: `WO-${id}`, dueOn: "2025-11-25", channel: "PHONE", ...asked([[`WO-${id}.1`, "1.00"]]) };
    await house.accept("register-promise", promise);
  }
  for (const id of ["YOUNG1", "YOUNG2"]) {
    const due = { accountId: WOF, instalmentId: `WO-${id}.1`, newDue: "2025-11-30", reason: "agreed" };
    await house.together(["CC", "DIR"], "change-due-date", due);
  }
  await house.accept(
    "record-recovery-of-written-off",
    recovery({ writeOffId: "WO-BACK", applicationId: "WO-A9", ...asked([["WO-BACK.1", "10.00"]]), effectiveOn: "2025-11-15" }),
  );
  await house.accept("unapply-payment", { ...back, unapplicationId: "WO-U9", applicationId: "WO-A9" });
  await house.accept("unapply-payment", { ...back, unapplicationId: "WO-USMALL", applicationId: "WO-ASMALL" });
  const bounced = { writeOffId: "WO-BOUNCED", receiptId: "WO-R3", applicationId: "WO-A8", ...asked([["WO-BOUNCED.1", "100.00"]]) };
  await house.accept("record-recovery-of-written-off", recovery({ ...bounced, effectiveOn: "2025-11-15" }));
  await house.accept("return-payment", { accountId: WOF, receiptId: "WO-R3", on: "2025-11-19", reasonCode: "OTHER", drawerFault: false });
}

/** What became of the items since a write-off of them was proposed, or approved. */
const overtaken = (body: (id: string) => Record<string, unknown>, stage: 1 | 2, by: "DIR" | "ACC"): readonly RefusalCase[] => [
  ["ALREADY_SETTLED", "it was paid since", body(`WO-PAID${stage}`), by],
  ["OVER_APPLICATION", "it was paid in part since", body(`WO-PARTLY${stage}`), by],
  ["TOO_EARLY", "it is due later since", body(`WO-YOUNG${stage}`), by],
  ["ITEM_HAS_LIVE_COMMITMENT", "it was promised since", body(`WO-PROMISED${stage}`), by],
  ["WRITE_OFF_NEEDS_EVIDENCE", "the policy asks for a ruling since", { ...body(`WO-RULING${stage}`), accountId: POORER }, by],
];

export const writeOffs: Area = {
  name: "write-offs",

  /** In the poorer company a write-off needs a ruling from the day of the refusals on. */
  async before(house) {
    await house.customers("WOF");
    for (const id of ["RULING1", "RULING2"]) {
      await house.accept("record-invoice", invoiceBody(POORER, `WO-${id}`, "100.00", "2025-01-10"));
      await house.accept("propose-write-off", proposal([[`WO-${id}.1`, "100.00"]], { accountId: POORER, writeOffId: `WO-${id}` }));
    }
    await house.accept("approve-write-off", of("WO-RULING2", { accountId: POORER }), "CHF");
    const policy = {
      entityId: "PO01",
      kind: "writeOff",
      version: 1,
      validFrom: "2025-11-20",
      body: { evidence: ["RULING"] },
      reason: "board",
    };
    await house.accept("define-policy", policy);
  },

  async today(house) {
    const { accept } = house;
    for (const [receiptId, amount] of [
      ["WO-R1", "900.00"],
      ["WO-R2", "50.00"],
      ["WO-R3", "100.00"],
    ] as const) {
      await accept("register-receipt", receiptBody(WOF, receiptId, amount, "2025-11-12", { method: "CASH" }));
    }
    await accept("record-invoice", invoiceBody(WOF, "WO-YOUNG", "100.00", "2025-10-01"));
    await propose(house);
    await proposeOthers(house);
    await overtake(house);
  },

  cases: {
    "propose-write-off": [
      ["REASON_REQUIRED", "no reason", proposal([["WO-WAITS.1", "1.00"]], { reason: undefined })],
      ["OVERLAPS", "the write-off is there", proposal([["WO-WAITS.1", "1.00"]], { writeOffId: "WO-WAITS" })],
      ["CURRENCY_MISMATCH", "another currency", proposal([["WO-WAITS.1", "1.00"]], { provisionCoverage: DOLLARS })],
      ["ITEM_NOT_FOUND", "no such instalment", proposal([["NONE.1", "1.00"]])],
      ["ALREADY_SETTLED", "it is paid", proposal([["WO-PAID1.1", "1.00"]])],
      ["OVER_APPLICATION", "more than is open", proposal([["WO-WAITS.1", "100.01"]])],
      ["TOO_EARLY", "it is hardly due", proposal([["WO-YOUNG.1", "1.00"]])],
      ["ITEM_HAS_LIVE_COMMITMENT", "it is promised", proposal([["WO-PROMISED1.1", "1.00"]])],
      ["WRITE_OFF_NEEDS_EVIDENCE", "no ruling", proposal([["WO-RULING1.1", "1.00"]], { accountId: POORER })],
      [
        "MALFORMED",
        "one instalment twice",
        proposal([
          ["WO-WAITS.1", "1.00"],
          ["WO-WAITS.1", "1.00"],
        ]),
      ],
    ],
    "approve-write-off": [
      ["WRITE_OFF_NOT_FOUND", "no such write-off", of("NONE"), "DIR"],
      ["INVALID_TRANSITION", "it is approved", of("WO-OPEN"), "DIR"],
      ...overtaken((id) => of(id), 1, "DIR"),
      ["SELF_APPROVAL", "who proposed it", of("WO-WAITS")],
      ["AUTHORITY_EXCEEDED", "above the level of a coordinator", of("WO-LARGE"), "CC"],
    ],
    "reject-write-off": [
      ["WRITE_OFF_NOT_FOUND", "no such write-off", of("NONE", { note: "no" }), "DIR"],
      ["INVALID_TRANSITION", "it is posted", of("WO-POSTED", { note: "no" }), "DIR"],
      ["SELF_APPROVAL", "who proposed it", of("WO-WAITS", { note: "no" })],
    ],
    "post-write-off": [
      ["WRITE_OFF_NOT_FOUND", "no such write-off", posting("NONE")],
      ["INVALID_TRANSITION", "nobody approved it", posting("WO-WAITS")],
      ["FUTURE_EFFECTIVE_DATE", "tomorrow", posting("WO-OPEN", { on: "2025-11-21" })],
      ["VALIDITY_INVERTED", "it counts before it is posted", posting("WO-OPEN", { effectiveOn: "2025-11-19" })],
      ...overtaken((id) => posting(id), 2, "ACC"),
      ["EFFECTIVE_BEFORE_DOCUMENT", "before the invoice counts", posting("WO-LATE", { on: "2025-11-18" })],
      ["AUTHORITY_EXCEEDED", "it is small no longer, and the ledger decides alone on small ones only", posting("WO-SMALL"), "SYS"],
      ["TIMELINE_NEGATIVE", "it was paid that day", posting("WO-RETURNED", { on: "2025-11-18" })],
    ],
    "record-recovery-of-written-off": [
      ["WRITE_OFF_NOT_FOUND", "no such write-off", recovery({ writeOffId: "NONE" })],
      ["RECEIPT_NOT_FOUND", "no such receipt", recovery({ receiptId: "NONE" })],
      ["OVERLAPS", "the application is there", recovery({ applicationId: "WO-A9" })],
      ["CURRENCY_MISMATCH", "another currency", recovery({ lines: [{ instalmentId: "WO-POSTED.1", amount: DOLLARS }] })],
      ["INVALID_TRANSITION", "it is not posted", recovery({ writeOffId: "WO-OPEN" })],
      ["ITEM_NOT_FOUND", "it is about something else", recovery(asked([["WO-OPEN.1", "1.00"]]))],
      ["OVER_RECOVERY", "more than was written off", recovery({ receiptId: "WO-R1", ...asked([["WO-POSTED.1", "100.01"]]) })],
      ["RECEIPT_EXHAUSTED", "more than the receipt has", recovery(asked([["WO-POSTED.1", "50.01"]]))],
      ["EFFECTIVE_BEFORE_DOCUMENT", "before the money came", recovery({ effectiveOn: "2025-11-11" })],
      ["FUTURE_EFFECTIVE_DATE", "tomorrow", recovery({ effectiveOn: "2025-11-21" })],
      [
        "TIMELINE_NEGATIVE",
        "a cheque that bounced had recovered it that day",
        recovery({ writeOffId: "WO-BOUNCED", ...asked([["WO-BOUNCED.1", "10.00"]]), effectiveOn: "2025-11-17" }),
      ],
      [
        "MALFORMED",
        "one instalment twice",
        recovery(
          asked([
            ["WO-POSTED.1", "1.00"],
            ["WO-POSTED.1", "1.00"],
          ]),
        ),
      ],
    ],
    "reverse-write-off": [
      ["WRITE_OFF_NOT_FOUND", "no such write-off", reversal("NONE")],
      ["INVALID_TRANSITION", "it is not posted", reversal("WO-OPEN")],
      ["REASON_REQUIRED", "no reason", of("WO-POSTED")],
      ["VALIDITY_INVERTED", "before it was posted", reversal("WO-POSTED", { effectiveOn: "2025-11-13" })],
      ["TIMELINE_NEGATIVE", "a part of it was recovered that day", reversal("WO-BACK", { effectiveOn: "2025-11-18" })],
      ["APPROVAL_REQUIRED", "nobody does it alone", reversal("WO-POSTED")],
    ],
  },
};
