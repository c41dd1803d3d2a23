import type { Move } from "./model/move.ts";
import * as addedDebts from "./moves/added-debts.ts";
import * as applications from "./moves/applications.ts";
import * as certificates from "./moves/certificates.ts";
import * as clearances from "./moves/clearances.ts";
import * as creditNotes from "./moves/credit-notes.ts";
import * as differences from "./moves/differences.ts";
import * as documentCare from "./moves/document-care.ts";
import * as invoices from "./moves/invoices.ts";
import * as lines from "./moves/lines.ts";
import * as noteRequests from "./moves/note-requests.ts";
import * as offsets from "./moves/offsets.ts";
import * as orders from "./moves/orders.ts";
import * as promises from "./moves/promises.ts";
import * as receipts from "./moves/receipts.ts";
import * as recoveries from "./moves/recoveries.ts";
import * as refunds from "./moves/refunds.ts";
import * as returns from "./moves/returns.ts";
import * as settlements from "./moves/settlements.ts";
import * as suspensions from "./moves/suspensions.ts";
import * as takingBack from "./moves/taking-back.ts";
import * as transfers from "./moves/transfers.ts";
import * as unapplications from "./moves/unapplications.ts";
import * as writeOffs from "./moves/write-offs.ts";

const files = [
  ...[addedDebts, applications, certificates, clearances, creditNotes, differences, documentCare, invoices, lines, orders, promises],
  ...[
    noteRequests,
    offsets,
    receipts,
    recoveries,
    refunds,
    returns,
    settlements,
    suspensions,
    takingBack,
    transfers,
    unapplications,
    writeOffs,
  ],
];

function isMove(each: unknown): each is Move {
  return typeof each === "object" && each !== null && "propose" in each;
}

/** Every command of the account, as the model knows it. */
export const MOVES: readonly Move[] = files.flatMap((file) => Object.values(file).filter(isMove));

/** With which a history begins, so that there is something to do. */
export const STARTERS: readonly Move[] = MOVES.filter(({ definition }) => ["RecordInvoice", "RegisterReceipt"].includes(definition.name));
