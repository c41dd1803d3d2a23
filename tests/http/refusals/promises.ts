import { applicationBody, invoiceBody, receiptBody } from "../../support/company.ts";
import { type Area, accountOf, cop, DOLLARS, type RefusalCase } from "./house.ts";

const PRM = accountOf("PRM");

const line = (amount: unknown, instalmentId = "PR-F1.1") => ({ lines: [{ instalmentId, amount }] });
const promise = (promiseId: string, more = {}) => ({
  ...{ accountId: PRM, promiseId, dueOn: "2025-11-25", channel: "PHONE", ...line(cop("1.00")) },
  ...more,
});
/** In the place of PR-P1, which covers 60.00 of PR-F1; PR-P0 covers 20.00 of it. */
const renewal = (more = {}) => ({
  ...{ accountId: PRM, promiseId: "PR-P1", newPromiseId: "PR-NEW", dueOn: "2025-11-26", reason: "asked for time", ...line(cop("1.00")) },
  ...more,
});
const of = (promiseId: string, more = {}) => ({ accountId: PRM, promiseId, ...more });

/** What every new promise is refused for. */
const newPromise = (body: (more?: object) => Record<string, unknown>): readonly RefusalCase[] => [
  ["ITEM_NOT_FOUND", "no such instalment", body(line(cop("1.00"), "NONE.1"))],
  ["CURRENCY_MISMATCH", "another currency", body(line(DOLLARS))],
  ["PROMISE_IN_PAST", "due yesterday", body({ dueOn: "2025-11-19" })],
  ["PROMISE_TOO_FAR", "due next month", body({ dueOn: "2025-12-21" })],
  ["ALREADY_SETTLED", "it is paid", body(line(cop("1.00"), "PR-PAID.1"))],
  ["PROMISE_OVER_OPEN", "more than is open", body(line(cop("100.01")))],
  ["ITEM_ALREADY_PROMISED", "others have promised it", body(line(cop("80.01")))],
  ["PERSON_NOT_FOUND", "nobody of that name collects", body({ collectorId: "NONE" })],
  ["RESOURCE_NOT_FOUND", "no such contact", body({ contactPersonId: "K1" })],
  ["MALFORMED", "one instalment twice", body({ lines: [...line(cop("1.00")).lines, ...line(cop("2.00")).lines] })],
];

export const promises: Area = {
  name: "promises",

  async before(house) {
    await house.customers("PRM");
  },

  async today(house) {
    const { accept } = house;
    for (const documentId of ["PR-F1", "PR-F2", "PR-PAID"]) {
      await accept("record-invoice", invoiceBody(PRM, documentId, "100.00", "2025-11-01"));
    }
    await accept("register-receipt", receiptBody(PRM, "PR-R1", "100.00", "2025-11-05", { method: "CASH" }));
    await accept("apply-payment", applicationBody(PRM, "PR-A1", "PR-R1", [["PR-PAID.1", "100.00"]]));
    await accept("register-promise", promise("PR-P0", line(cop("20.00"))));
    await accept("register-promise", promise("PR-P1", line(cop("60.00"))));
    await accept("register-promise", promise("PR-R0", line(cop("1.00"), "PR-F2.1")));
    for (const n of [0, 1]) {
      await accept("reschedule-promise", renewal({ promiseId: `PR-R${n}`, newPromiseId: `PR-R${n + 1}`, ...line(cop("1.00"), "PR-F2.1") }));
    }
  },

  cases: {
    "register-promise": [...newPromise((more) => promise("PR-NEW", more)), ["OVERLAPS", "the promise is there", promise("PR-P1")]],
    "reschedule-promise": [
      ...newPromise(renewal),
      ["OVERLAPS", "the promise is there", renewal({ newPromiseId: "PR-P0" })],
      ["PROMISE_NOT_FOUND", "no such promise", renewal({ promiseId: "NONE" })],
      ["INVALID_TRANSITION", "another one took its place", renewal({ promiseId: "PR-R0" })],
      ["REASON_REQUIRED", "no reason", renewal({ reason: undefined })],
      ["PROMISE_LIMIT_REACHED", "for the third time", renewal({ promiseId: "PR-R2" })],
    ],
    "cancel-promise": [
      ["PROMISE_NOT_FOUND", "no such promise", of("NONE", { reason: "agreed" })],
      ["INVALID_TRANSITION", "another one took its place", of("PR-R0", { reason: "agreed" })],
      ["REASON_REQUIRED", "no reason", of("PR-P1")],
    ],
    "evaluate-promise": [
      ["PROMISE_NOT_FOUND", "no such promise", of("NONE", { asOf: "2025-11-20" })],
      ["FUTURE_EFFECTIVE_DATE", "tomorrow", of("PR-P1", { asOf: "2025-11-21" })],
    ],
  },
};
