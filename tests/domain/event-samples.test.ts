import { readdirSync, readFileSync } from "node:fs";
import t from "tap";
// Registers the formats of dates and instants, which the schemas of events refer to.
import "../../src/application/body-form.ts";
import { type EventType, eventRegistry, eventsByCategory } from "../../schemas/events/registry.ts";
import { decodeData, encodeEvent } from "../../src/application/event-codec.ts";
import { StreamState } from "../../src/application/stream-state.ts";
import { account } from "../../src/domain/account/account.ts";
import { approval } from "../../src/domain/approval/approval.ts";
import { calendar } from "../../src/domain/calendar/business-calendar.ts";
import { customer } from "../../src/domain/customer/customer.ts";
import { legalEntity } from "../../src/domain/legal-entity/legal-entity.ts";
import { organisation } from "../../src/domain/organisation/organisation.ts";
import { policy } from "../../src/domain/policy/policy.ts";
import type { Fold } from "../../src/kernel/fold.ts";

/**
 * Events as they are stored, one file per type and version, with every optional field there is. They never change: an event that was
 * written once must read the same for as long as the ledger lives. A new shape is a new version with a file of its own; an optional field
 * that came later stands in a further sample ("ReceiptRegistered.v1-2.json").
 */
interface Sample {
  readonly type: EventType;
  readonly version: number;
  readonly data: unknown;
}

const FOLDER = new URL("event-samples/", import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
const samples = new Map(files.map((name) => [name, JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")) as Sample]));

const meta = (version: number) => ({
  v: version,
  effectiveOn: "2025-11-20",
  actor: "ANA",
  command: "Sample",
  commandId: "00000000-0000-5000-8000-000000000000",
  fingerprint: "fingerprint",
  index: 0,
  count: 1,
});

t.test("every type and version of an event has a sample under its name", async (t) => {
  for (const [name, { type, version }] of samples) t.equal(name.replace(/-\d+\.json$/, ".json"), `${type}.v${version}.json`);
  for (const { type, version } of Object.values(eventRegistry)) {
    for (let each = 1; each <= version; each += 1) t.ok(samples.has(`${type}.v${each}.json`), `${type} version ${each}`);
  }
  const unknown = [...samples.values()].filter(({ type, version }) => version > (eventRegistry[type]?.version ?? 0));
  t.strictSame(unknown, [], "no sample of something that is not in the registry");
});

t.test("a stored event of today's version reads and is written again as the same bytes", async (t) => {
  for (const [name, { type, version, data }] of samples) {
    const stored = { type, data: JSON.stringify(data) };
    const decoded = decodeData(stored, meta(version));
    if (version === eventRegistry[type].version) t.equal(encodeEvent(type, decoded, meta(version)).data, stored.data, name);
    else t.doesNotThrow(() => encodeEvent(type, decoded, meta(eventRegistry[type].version)), `${name} is lifted to today's shape`);
  }
});

t.test("the samples of an event have every field of it, the optional ones too", async (t) => {
  for (const { type, version, schema } of Object.values(eventRegistry)) {
    const own = [...samples.values()].filter((sample) => sample.type === type && sample.version === version);
    const fields = Object.keys((schema as { properties?: object }).properties ?? {});
    const missing = fields.filter((field) => !own.some(({ data }) => field in (data as object)));
    t.strictSame(missing, [], type);
  }
});

/** A stream of each category in which every event of it happens once, in an order that is possible. */
const HISTORIES: Readonly<Record<string, { readonly fold: Fold<never>; readonly types: readonly string[] }>> = {
  account: {
    fold: account as unknown as Fold<never>,
    types: [
      ...["CreditLineOpened", "CreditLimitChanged", "CreditTermsChanged", "LineRenewed", "OverLimitDetected", "OverLimitCleared"],
      ...["LineSuspended", "LineReinstated", "LineClosed", "DelinquencyStateChanged"],
      ...["InvoiceRecorded", "PromiseRegistered", "ReceiptRequested", "ReceiptRequestDeclined", "ReceiptRegistered"],
      ...["ApplicationProposed", "ApplicationApproved", "ApplicationRejected"],
      ...["OpeningItemRecorded", "DebitNoteIssued", "ChargeIssued", "InvoiceReferenceCorrected", "DueDateChanged"],
      ...["ItemFlagged", "ItemUnflagged", "SupportAttached", "InvoiceCancelled"],
      ...["PaymentApplied", "DiscountGranted", "WithholdingRecorded", "ReceiptCleared"],
      ...["WriteOffProposed", "WriteOffRejected", "WriteOffApproved", "ItemsWrittenOff", "WrittenOffRecovered"],
      ...["CreditNoteRequested", "CreditNoteApproved", "CreditNoteRejected", "CreditNoteIssued", "CreditApplied"],
      ...["WithholdingCertified", "WithholdingReopened", "WithholdingReversed", "DiscountRevoked", "SmallDifferenceWrittenOff"],
      "SmallDifferenceReversed",
      ...["PaymentUnapplied", "WriteOffReversed", "PromiseKept"],
      ...["RefundRequested", "RefundPaid", "RefundCancelled", "CreditTransferredOut", "CreditTransferReversed"],
      ...["CreditTransferredIn", "TransferredCreditReturned", "AccountsOffset", "CreditNoteVoided"],
      ...["PromiseKeptReversed", "PromisePartiallyKept", "PromiseBroken", "PromiseCancelled", "PromiseSuperseded"],
      ...["ReceiptClearanceRevoked", "PaymentReturned", "ReceiptAnnulled"],
      ...["OrderHeld", "OrderReleased", "OrderReleasedManually", "OrderReservationChanged", "ReservationExpired", "ReservationConsumed"],
      ...["OrderSupplyCancelled"],
    ],
  },
  customer: {
    fold: customer as unknown as Fold<never>,
    types: ["CustomerRegistered", "CustomerDataChanged", "AssignmentMade", "AssignmentEnded", "CustomerBlocked", "CustomerUnblocked"],
  },
  entity: {
    fold: legalEntity as unknown as Fold<never>,
    types: ["LegalEntityRegistered", "BranchRegistered", "BankAccountRegistered", "SeriesDefined"],
  },
  ledger: {
    fold: organisation as unknown as Fold<never>,
    types: [
      ...["PersonRegistered", "RoleAssigned", "RoleRevoked", "ApiKeyIssued", "ApiKeyRevoked", "DelegationGranted", "DelegationRevoked"],
      "PersonDeactivated",
    ],
  },
  approval: {
    fold: approval as unknown as Fold<never>,
    types: [
      ...["ApprovalRequested", "ApprovalGranted", "ApprovalRejected", "ApprovalWithdrawn", "ApprovalExpired", "ApprovalExecuted"],
      "ApprovalFailed",
    ],
  },
  policy: { fold: policy as unknown as Fold<never>, types: ["PolicyDefined"] },
  calendar: { fold: calendar as unknown as Fold<never>, types: ["CalendarDefined"] },
};

t.test("no event of a category lacks a handler", async (t) => {
  for (const [category, events] of Object.entries(eventsByCategory)) {
    // A remembered refusal is a stream of one event that nothing is decided on.
    if (category === "command") continue;
    const history = HISTORIES[category];
    t.strictSame([...(history?.types ?? [])].sort(), Object.keys(events).sort(), category);
    if (history === undefined) continue;
    const stream = new StreamState(history.fold as unknown as Fold<unknown>, "sample");
    for (const type of history.types) {
      const sample = samples.get(`${type}.v${eventRegistry[type as EventType].version}.json`);
      const envelope = { type, effectiveOn: "2025-11-20", revision: stream.revision + 1, actor: "ANA" };
      t.doesNotThrow(() => stream.evolve(sample?.data, envelope, 0), type);
    }
  }
});
