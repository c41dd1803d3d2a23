import type { TSchema } from "@sinclair/typebox";
import { applyPayment } from "../domain/account/applications/apply-payment.ts";
import { approveApplication } from "../domain/account/applications/approve-application.ts";
import { proposeApplication } from "../domain/account/applications/propose-application.ts";
import { rejectApplication } from "../domain/account/applications/reject-application.ts";
import { unapplyPayment } from "../domain/account/applications/unapply-payment.ts";
import { changeCreditLimit } from "../domain/account/credit-line/change-credit-limit.ts";
import { changeCreditTerms } from "../domain/account/credit-line/change-credit-terms.ts";
import { closeLine } from "../domain/account/credit-line/close-line.ts";
import { evaluateLine } from "../domain/account/credit-line/evaluate-line.ts";
import { openCreditLine } from "../domain/account/credit-line/open-credit-line.ts";
import { reinstateLine } from "../domain/account/credit-line/reinstate-line.ts";
import { renewLine } from "../domain/account/credit-line/renew-line.ts";
import { suspendLine } from "../domain/account/credit-line/suspend-line.ts";
import { cancelRefund } from "../domain/account/credit-moves/cancel-refund.ts";
import { confirmRefund } from "../domain/account/credit-moves/confirm-refund.ts";
import { offsetAccounts } from "../domain/account/credit-moves/offset-accounts.ts";
import { receiveTransferredCredit } from "../domain/account/credit-moves/receive-transferred-credit.ts";
import { refundCustomer } from "../domain/account/credit-moves/refund-customer.ts";
import { returnTransferredCredit } from "../domain/account/credit-moves/return-transferred-credit.ts";
import { reverseCreditTransfer } from "../domain/account/credit-moves/reverse-credit-transfer.ts";
import { transferCredit } from "../domain/account/credit-moves/transfer-credit.ts";
import { applyCreditNote } from "../domain/account/credit-notes/apply-credit-note.ts";
import { approveCreditNote } from "../domain/account/credit-notes/approve-credit-note.ts";
import { issueCreditNote } from "../domain/account/credit-notes/issue-credit-note.ts";
import { rejectCreditNote } from "../domain/account/credit-notes/reject-credit-note.ts";
import { requestCreditNote } from "../domain/account/credit-notes/request-credit-note.ts";
import { voidCreditNote } from "../domain/account/credit-notes/void-credit-note.ts";
import { evaluateDelinquency } from "../domain/account/delinquency/evaluate-delinquency.ts";
import { attachSupport } from "../domain/account/documents/attach-support.ts";
import { cancelInvoice } from "../domain/account/documents/cancel-invoice.ts";
import { changeDueDate } from "../domain/account/documents/change-due-date.ts";
import { correctInvoiceReference } from "../domain/account/documents/correct-invoice-reference.ts";
import { flagItem } from "../domain/account/documents/flag-item.ts";
import { issueCharge } from "../domain/account/documents/issue-charge.ts";
import { issueDebitNote } from "../domain/account/documents/issue-debit-note.ts";
import { recordInvoice } from "../domain/account/documents/record-invoice.ts";
import { recordOpeningItem } from "../domain/account/documents/record-opening-item.ts";
import { unflagItem } from "../domain/account/documents/unflag-item.ts";
import { amendOrderAmount } from "../domain/account/orders/amend-order-amount.ts";
import { cancelOrderSupply } from "../domain/account/orders/cancel-order-supply.ts";
import { convertReservation } from "../domain/account/orders/convert-reservation.ts";
import { expireReservation } from "../domain/account/orders/expire-reservation.ts";
import { releaseOrderManually } from "../domain/account/orders/release-order-manually.ts";
import { reopenOrder } from "../domain/account/orders/reopen-order.ts";
import { requestOrderRelease } from "../domain/account/orders/request-order-release.ts";
import { cancelPromise } from "../domain/account/promises/cancel-promise.ts";
import { evaluatePromise } from "../domain/account/promises/evaluate-promise.ts";
import { registerPromise } from "../domain/account/promises/register-promise.ts";
import { reschedulePromise } from "../domain/account/promises/reschedule-promise.ts";
import { annulReceipt } from "../domain/account/receipts/annul-receipt.ts";
import { confirmClearance } from "../domain/account/receipts/confirm-clearance.ts";
import { declineReceiptRequest } from "../domain/account/receipts/decline-receipt-request.ts";
import { registerReceipt } from "../domain/account/receipts/register-receipt.ts";
import { requestReceipt } from "../domain/account/receipts/request-receipt.ts";
import { returnPayment } from "../domain/account/receipts/return-payment.ts";
import { revokeClearance } from "../domain/account/receipts/revoke-clearance.ts";
import { grantDiscount } from "../domain/account/settlements/grant-discount.ts";
import { recordWithholding } from "../domain/account/settlements/record-withholding.ts";
import { recordWithholdingCertificate } from "../domain/account/settlements/record-withholding-certificate.ts";
import { reopenUncertifiedWithholding } from "../domain/account/settlements/reopen-uncertified-withholding.ts";
import { reverseDifference } from "../domain/account/settlements/reverse-difference.ts";
import { reverseWithholding } from "../domain/account/settlements/reverse-withholding.ts";
import { revokeDiscount } from "../domain/account/settlements/revoke-discount.ts";
import { writeOffDifference } from "../domain/account/settlements/write-off-difference.ts";
import { approveWriteOff } from "../domain/account/write-offs/approve-write-off.ts";
import { postWriteOff } from "../domain/account/write-offs/post-write-off.ts";
import { proposeWriteOff } from "../domain/account/write-offs/propose-write-off.ts";
import { recordRecoveryOfWrittenOff } from "../domain/account/write-offs/record-recovery.ts";
import { rejectWriteOff } from "../domain/account/write-offs/reject-write-off.ts";
import { reverseWriteOff } from "../domain/account/write-offs/reverse-write-off.ts";
import { expireApproval } from "../domain/approval/expire-approval.ts";
import { grantApproval } from "../domain/approval/grant-approval.ts";
import { recordApprovalOutcome } from "../domain/approval/record-approval-outcome.ts";
import { rejectApproval } from "../domain/approval/reject-approval.ts";
import { withdrawApproval } from "../domain/approval/withdraw-approval.ts";
import { defineCalendar } from "../domain/calendar/define-calendar.ts";
import { assignSalesperson } from "../domain/customer/assign-salesperson.ts";
import { blockCustomer } from "../domain/customer/block-customer.ts";
import { registerCustomer } from "../domain/customer/register-customer.ts";
import { unblockCustomer } from "../domain/customer/unblock-customer.ts";
import { updateCustomerData } from "../domain/customer/update-customer-data.ts";
import type { DomainFacts } from "../domain/facts.ts";
import { defineSeries } from "../domain/legal-entity/define-series.ts";
import { registerBankAccount } from "../domain/legal-entity/register-bank-account.ts";
import { registerBranch } from "../domain/legal-entity/register-branch.ts";
import { registerLegalEntity } from "../domain/legal-entity/register-legal-entity.ts";
import { assignRole } from "../domain/organisation/assign-role.ts";
import { deactivatePerson } from "../domain/organisation/deactivate-person.ts";
import { grantDelegation } from "../domain/organisation/grant-delegation.ts";
import { issueApiKey } from "../domain/organisation/issue-api-key.ts";
import { registerPerson } from "../domain/organisation/register-person.ts";
import { revokeApiKey } from "../domain/organisation/revoke-api-key.ts";
import { revokeDelegation } from "../domain/organisation/revoke-delegation.ts";
import { revokeRole } from "../domain/organisation/revoke-role.ts";
import { definePolicy } from "../domain/policy/define-policy.ts";
import type { CommandDefinition } from "../kernel/command.ts";
import type { Decision } from "../kernel/decider.ts";
import type { Fold } from "../kernel/fold.ts";

/** Every command of the ledger. Routes, documentation, command line, role matrix and catalogue are derived from this list. */
const definitions = [
  registerLegalEntity,
  registerBranch,
  registerBankAccount,
  defineSeries,
  registerPerson,
  deactivatePerson,
  assignRole,
  revokeRole,
  issueApiKey,
  revokeApiKey,
  grantDelegation,
  revokeDelegation,
  grantApproval,
  rejectApproval,
  withdrawApproval,
  expireApproval,
  recordApprovalOutcome,
  definePolicy,
  defineCalendar,
  registerCustomer,
  updateCustomerData,
  assignSalesperson,
  blockCustomer,
  unblockCustomer,
  openCreditLine,
  changeCreditLimit,
  changeCreditTerms,
  renewLine,
  closeLine,
  suspendLine,
  reinstateLine,
  requestOrderRelease,
  releaseOrderManually,
  amendOrderAmount,
  cancelOrderSupply,
  reopenOrder,
  convertReservation,
  expireReservation,
  evaluateLine,
  evaluateDelinquency,
  recordInvoice,
  recordOpeningItem,
  issueDebitNote,
  issueCharge,
  changeDueDate,
  correctInvoiceReference,
  cancelInvoice,
  flagItem,
  unflagItem,
  attachSupport,
  registerReceipt,
  confirmClearance,
  applyPayment,
  unapplyPayment,
  proposeApplication,
  approveApplication,
  rejectApplication,
  returnPayment,
  annulReceipt,
  revokeClearance,
  requestReceipt,
  declineReceiptRequest,
  requestCreditNote,
  approveCreditNote,
  rejectCreditNote,
  issueCreditNote,
  applyCreditNote,
  voidCreditNote,
  grantDiscount,
  revokeDiscount,
  recordWithholding,
  recordWithholdingCertificate,
  reverseWithholding,
  reopenUncertifiedWithholding,
  writeOffDifference,
  reverseDifference,
  registerPromise,
  reschedulePromise,
  cancelPromise,
  evaluatePromise,
  proposeWriteOff,
  approveWriteOff,
  rejectWriteOff,
  postWriteOff,
  recordRecoveryOfWrittenOff,
  reverseWriteOff,
  refundCustomer,
  confirmRefund,
  cancelRefund,
  transferCredit,
  offsetAccounts,
  receiveTransferredCredit,
  reverseCreditTransfer,
  returnTransferredCredit,
] as const;

export type FactName = keyof DomainFacts;

/** A command with its types forgotten: what the pipeline needs to know of all of them alike. */
export interface AnyCommand
  extends Omit<
    CommandDefinition<string, unknown, unknown, DomainFacts, FactName, string>,
    "body" | "target" | "decide" | "claims" | "examine" | "shapes"
  > {
  readonly body: TSchema;
  readonly target: {
    readonly fold: Fold<unknown>;
    readonly notFound: CommandDefinition<string, unknown, unknown, DomainFacts, FactName, string>["target"]["notFound"];
    id(body: unknown): string;
    entityId(body: unknown): string | undefined;
    subjectId(body: unknown): string;
    customerId?(body: unknown): string | undefined;
  };
  examine?(body: unknown): ReturnType<NonNullable<CommandDefinition<string, unknown, unknown, DomainFacts, FactName, string>["examine"]>>;
  claims?(body: unknown): ReturnType<NonNullable<CommandDefinition<string, unknown, unknown, DomainFacts, FactName, string>["claims"]>>;
  shapes?(body: unknown): ReturnType<NonNullable<CommandDefinition<string, unknown, unknown, DomainFacts, FactName, string>["shapes"]>>;
  decide(state: unknown, body: unknown, facts: unknown): Decision;
}

export interface CatalogueEntry {
  /** As in the path: "apply-payment". */
  readonly path: string;
  readonly definition: AnyCommand;
}

export const commandCatalogue: readonly CatalogueEntry[] = definitions.map((definition) => ({
  path: kebab(definition.name),
  definition: definition as unknown as AnyCommand,
}));

const byPath = new Map(commandCatalogue.map((entry) => [entry.path, entry.definition]));
const byName = new Map(commandCatalogue.map(({ definition }) => [definition.name, definition]));

/** By the name under which commands are stored: "ApplyPayment". */
export function commandNamed(name: string): AnyCommand | undefined {
  return byName.get(name);
}

export function findCommand(path: string): AnyCommand | undefined {
  return byPath.get(path);
}

function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
