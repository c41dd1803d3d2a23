import type { Role } from "../../schemas/roles.ts";

const DESK: readonly Role[] = ["ARA", "PA", "PO", "PC", "CA"];
const LEAD: readonly Role[] = ["CC", "CHF"];
/** Everybody with a part in the authority matrix. */
const MATRIX: readonly Role[] = [...LEAD, "SM", "AM", "DIR", "COR"];

/**
 * Who may issue what, copied by hand from the columns "Who" of the domain reference (credit §§1, 2, 5, 6; receivables §§1, 5, 6, 8;
 * collections §3; governance §§1, 4, 5; ORG-8), not from the code. ReinstateLine is "LEAD; matrix LIMIT": whoever holds a level of the
 * matrix alone may lift a suspension. A delegation is the delegator's (here the director), a request for approval its maker's (here an
 * analyst) and of those whom it needs (here for a policy: LEAD or DIR); all others are told that they have nothing to add.
 */
export const MAY_ISSUE: Readonly<Record<string, readonly Role[]>> = {
  RegisterLegalEntity: ["ADM"],
  RegisterBranch: ["ADM"],
  RegisterBankAccount: ["ADM", "TRE"],
  RegisterPerson: ["ADM"],
  DeactivatePerson: ["ADM"],
  AssignRole: ["ADM"],
  RevokeRole: ["ADM"],
  IssueApiKey: ["ADM"],
  RevokeApiKey: ["ADM"],
  GrantDelegation: ["DIR"],
  RevokeDelegation: ["DIR"],
  GrantApproval: ["CC", "CHF", "DIR"],
  RejectApproval: ["CC", "CHF", "DIR"],
  WithdrawApproval: ["PA"],
  ExpireApproval: ["SYS"],
  RecordApprovalOutcome: ["SYS"],
  DefinePolicy: [...DESK, ...LEAD, "DIR"],
  DefineCalendar: ["ADM", "CHF"],
  RegisterCustomer: [...DESK, ...LEAD, "SR"],
  UpdateCustomerData: [...DESK, ...LEAD, "CSR"],
  AssignSalesperson: [...LEAD, "SM"],
  OpenCreditLine: ["CC", "COR"],
  ChangeCreditLimit: ["CC", "COR"],
  ChangeCreditTerms: ["CC", "COR"],
  RenewLine: ["CC", "COR"],
  CloseLine: LEAD,
  EvaluateLine: ["SYS"],
  EvaluateDelinquency: ["SYS"],
  SuspendLine: [...LEAD, "COR"],
  ReinstateLine: [...LEAD, "DIR", "COR"],
  BlockCustomer: LEAD,
  UnblockCustomer: LEAD,
  RequestOrderRelease: ["SR", "SYS"],
  ReleaseOrderManually: [...LEAD, "DIR", "COR"],
  AmendOrderAmount: ["SYS"],
  CancelOrderSupply: [...LEAD, "SR", "SYS"],
  ReopenOrder: ["SYS"],
  ConvertReservation: ["SYS", "BIL"],
  ExpireReservation: ["SYS"],
  DefineSeries: ["ADM", "ACC"],
  RecordInvoice: ["BIL", "ACC"],
  RecordOpeningItem: ["ACC"],
  IssueDebitNote: ["BIL", "ACC", "SYS"],
  IssueCharge: ["BIL", "ACC", "SYS"],
  ChangeDueDate: LEAD,
  CorrectInvoiceReference: ["BIL", "PC"],
  CancelInvoice: ["BIL", "ACC"],
  FlagItem: [...DESK, ...LEAD, "SYS"],
  UnflagItem: [...DESK, ...LEAD, "SYS"],
  AttachSupport: [...DESK, "BIL"],
  RegisterReceipt: ["CSH", "TRE", ...DESK, "SYS"],
  ConfirmClearance: ["TRE", "SYS"],
  ApplyPayment: [...DESK, "TRE", "SYS"],
  UnapplyPayment: [...DESK, "CHF"],
  RequestCreditNote: [...DESK, "SYS"],
  ApproveCreditNote: MATRIX,
  RejectCreditNote: MATRIX,
  IssueCreditNote: ["ACC", "BIL"],
  ApplyCreditNote: DESK,
  VoidCreditNote: ["ACC"],
  GrantDiscount: [...DESK, ...MATRIX],
  RevokeDiscount: [...DESK, ...MATRIX],
  RecordWithholding: DESK,
  RecordWithholdingCertificate: [...DESK, "ACC"],
  ReverseWithholding: ["CHF"],
  ReopenUncertifiedWithholding: ["SYS"],
  WriteOffDifference: [...DESK, "SYS"],
  ReverseDifference: DESK,
  ProposeApplication: DESK,
  ApproveApplication: LEAD,
  RejectApplication: ["PA", ...LEAD, "SYS"],
  ReturnPayment: ["TRE", "SYS"],
  AnnulReceipt: ["TRE", "CHF"],
  RevokeClearance: ["TRE", "SYS"],
  RequestReceipt: DESK,
  DeclineReceiptRequest: ["TRE"],
  RegisterPromise: [...DESK, ...LEAD, "SR"],
  ReschedulePromise: DESK,
  CancelPromise: ["CHF", "CC"],
  EvaluatePromise: ["SYS"],
  ProposeWriteOff: [...LEAD, "SYS"],
  ApproveWriteOff: ["CC", "CHF", "DIR", "COR"],
  RejectWriteOff: ["CC", "CHF", "DIR", "COR"],
  PostWriteOff: ["ACC", "SYS"],
  RecordRecoveryOfWrittenOff: [...DESK, "LAW", "TRE"],
  ReverseWriteOff: ["ACC"],
  RefundCustomer: ["CHF", "TRE"],
  ConfirmRefund: ["TRE"],
  CancelRefund: ["TRE"],
  TransferCredit: ["CHF"],
  OffsetAccounts: [...DESK, "CHF"],
  ReceiveTransferredCredit: ["SYS"],
  ReverseCreditTransfer: ["SYS"],
  ReturnTransferredCredit: ["SYS"],
};

/** Commands that a second person must approve: governance §§1, 4 and 5, "(approval)". */
export const APPROVED = [
  "RegisterBankAccount",
  "AssignRole",
  "RevokeRole",
  "DefinePolicy",
  "DefineCalendar",
  "RecordOpeningItem",
  "ChangeDueDate",
  "CancelInvoice",
  "ReverseWriteOff",
  "TransferCredit",
  "AnnulReceipt",
  "OffsetAccounts",
  "VoidCreditNote",
];

/** Commands that the authority matrix gives to two people of different offices: whoever sends one alone is told so. */
export const BY_TWO: Readonly<Record<string, string>> = { RefundCustomer: "AUTHORITY_EXCEEDED" };

/** Who may send a command that takes more authority than they have alone. */
export const NOT_ALONE: Readonly<Record<string, readonly Role[]>> = {
  ApproveCreditNote: ["SM", "AM"],
  GrantDiscount: [...DESK, "SM", "AM"],
};

/** What a request for approval needs decides who can help with it. */
export const CHECKED = ["GrantApproval", "RejectApproval"];
export const ofChecker = (role: Role) => (role === "PA" ? "MAKER_IS_CHECKER" : "AUTHORITY_EXCEEDED");
