import type { CalendarDate } from "../../../kernel/calendar-date.ts";
import type { JournaledMap } from "../../../kernel/journal.ts";
import { type Minor, minorOf } from "../../../kernel/money.ts";
import { room } from "../account-events.ts";

/** A discount, withholding or small difference that settled together with a line. */
export interface Companion {
  readonly id: string;
  readonly kind: "DISCOUNT" | "WITHHOLDING" | "DIFFERENCE";
  readonly amount: Minor;
  readonly left: Minor;
  /** Place in the history of the account: a difference may be written off after its payment. */
  readonly revision: number;
}

export interface AppliedLine {
  readonly lineId: string;
  readonly instalmentId: string;
  readonly amount: Minor;
  /** What of it is still applied. */
  readonly left: Minor;
  readonly settledOn: CalendarDate;
  readonly companions: readonly Companion[];
  /** The write-off whose memo it lowered, where it settled nothing that was open. */
  readonly memoOf: string | undefined;
}

/** A credit that settles instalments, or recovers what was written off. */
export interface Application {
  readonly kind: "PAYMENT" | "CREDIT" | "RECOVERY";
  readonly creditItemId: string;
  /** The money had not cleared when it was applied. */
  readonly conditional: boolean;
  readonly effectiveOn: CalendarDate;
  /** Place in the history of the account. */
  readonly revision: number;
  readonly lines: readonly AppliedLine[];
}

export interface Applications {
  readonly byId: JournaledMap<string, Application>;
  readonly ofCredit: JournaledMap<string, readonly string[]>;
  readonly ofInstalment: JournaledMap<string, readonly string[]>;
  readonly unapplications: JournaledMap<string, true>;
}

export const applications = room<Applications>()({
  initial: (journal) => ({ byId: journal.map(), ofCredit: journal.map(), ofInstalment: journal.map(), unapplications: journal.map() }),
  on: {
    PaymentApplied(state, { applicationId, receiptId, lines, conditional }, { effectiveOn, revision }) {
      begin(state, applicationId, { kind: "PAYMENT", creditItemId: receiptId, conditional, effectiveOn, revision, lines });
    },
    CreditApplied(state, { applicationId, creditNoteId, lines }, { effectiveOn, revision }) {
      begin(state, applicationId, { kind: "CREDIT", creditItemId: creditNoteId, conditional: false, effectiveOn, revision, lines });
    },
    WrittenOffRecovered(state, { applicationId, receiptId, writeOffId, lines, conditional }, { effectiveOn, revision }) {
      const ofMemo = lines.map((line) => ({ ...line, memoOf: writeOffId }));
      begin(state, applicationId, { kind: "RECOVERY", creditItemId: receiptId, conditional, effectiveOn, revision, lines: ofMemo });
    },
    DiscountGranted: (state, { discountId, ...event }, { revision }) =>
      accompany(state, event, { id: discountId, kind: "DISCOUNT", revision }),
    WithholdingRecorded: (state, { withholdingId, ...event }, { revision }) =>
      accompany(state, event, { id: withholdingId, kind: "WITHHOLDING", revision }),
    SmallDifferenceWrittenOff: (state, { differenceId, ...event }, { revision }) =>
      accompany(state, event, { id: differenceId, kind: "DIFFERENCE", revision }),
    PaymentUnapplied(state, { unapplicationId, applicationId, lines, alsoReversed }) {
      state.unapplications.set(unapplicationId, true);
      const undone = new Map(lines.map(({ lineId, amount }) => [lineId, minorOf(amount)]));
      const reversed = new Map(alsoReversed.map(({ kind, id, amount }) => [`${kind} ${id}`, minorOf(amount)]));
      changeLines(state, applicationId, (line) => ({
        ...line,
        left: line.left - (undone.get(line.lineId) ?? 0n),
        companions: line.companions.map((each) => ({ ...each, left: each.left - (reversed.get(`${each.kind} ${each.id}`) ?? 0n) })),
      }));
    },
    DiscountRevoked: (state, { applicationId, discountId, amount }) =>
      takeBack(state, applicationId, "DISCOUNT", discountId, minorOf(amount)),
    WithholdingReversed: (state, { applicationId, withholdingId, amount }) =>
      takeBack(state, applicationId, "WITHHOLDING", withholdingId, minorOf(amount)),
    SmallDifferenceReversed: (state, { applicationId, differenceId, amount }) =>
      takeBack(state, applicationId, "DIFFERENCE", differenceId, minorOf(amount)),
  },
});

interface Begun extends Omit<Application, "lines"> {
  readonly lines: readonly {
    readonly lineId: string;
    readonly instalmentId: string;
    readonly amount: string;
    readonly settledOn: CalendarDate;
    readonly memoOf?: string | undefined;
  }[];
}

function begin(state: Applications, applicationId: string, { lines, ...application }: Begun): void {
  const applied = lines.map(({ lineId, instalmentId, amount, settledOn, memoOf }) => ({
    lineId,
    instalmentId,
    amount: minorOf(amount),
    left: minorOf(amount),
    settledOn,
    companions: [],
    memoOf,
  }));
  state.byId.set(applicationId, { ...application, lines: applied });
  append(state.ofCredit, application.creditItemId, applicationId);
  for (const instalmentId of new Set(applied.map((line) => line.instalmentId))) append(state.ofInstalment, instalmentId, applicationId);
}

function append(map: JournaledMap<string, readonly string[]>, key: string, value: string): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}

function changeLines(state: Applications, applicationId: string, change: (line: AppliedLine) => AppliedLine): void {
  state.byId.change(applicationId, (application) => ({ ...application, lines: application.lines.map(change) }));
}

/** What settled by itself accompanies no line. */
function accompany(
  state: Applications,
  { applicationId, lineId, amount }: { readonly applicationId?: string; readonly lineId?: string; readonly amount: string },
  begun: Omit<Companion, "amount" | "left">,
): void {
  if (applicationId === undefined || lineId === undefined) return;
  const companion = { ...begun, amount: minorOf(amount), left: minorOf(amount) };
  changeLines(state, applicationId, (line) => (line.lineId === lineId ? { ...line, companions: [...line.companions, companion] } : line));
}

/** A companion that was taken back by itself, and not with its line. */
function takeBack(state: Applications, applicationId: string | undefined, kind: Companion["kind"], id: string, amount: Minor): void {
  if (applicationId === undefined) return;
  changeLines(state, applicationId, (line) => ({
    ...line,
    companions: line.companions.map((each) => (each.kind === kind && each.id === id ? { ...each, left: each.left - amount } : each)),
  }));
}
