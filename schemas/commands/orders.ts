import { Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { AccountId, Identifier } from "../identifiers.ts";
import { Money, PositiveMoney } from "../money.ts";
import { commandBody } from "./command-body.ts";
import { TermsCode } from "./credit-line.ts";

export const OrderPaymentMethod = Type.Union([Type.Literal("CASH"), Type.Literal("CREDIT")]);
/** Where in its way the order is when the order system asks. */
export const OrderCheckpoint = Type.Union((["CONFIRM", "PICK", "PACK", "INVOICE"] as const).map((code) => Type.Literal(code)));

const Order = { accountId: AccountId, orderId: Identifier };

export const RequestOrderReleaseBody = commandBody({
  ...Order,
  amount: Money,
  paymentMethod: OrderPaymentMethod,
  termsCode: TermsCode,
  shipOn: CalendarDate,
  checkpoint: OrderCheckpoint,
});

export const ReleaseOrderManuallyBody = commandBody({
  ...Order,
  /** How much of what is held; all of it unless given. */
  amount: Type.Optional(PositiveMoney),
  /** The last day on which the release counts. */
  expiresOn: CalendarDate,
});

export const AmendOrderAmountBody = commandBody({ ...Order, newAmount: Money });
export const CancelOrderSupplyBody = commandBody(Order);
export const ReopenOrderBody = commandBody(Order);

export const ConvertReservationBody = commandBody({
  ...Order,
  documentId: Identifier,
  amount: PositiveMoney,
  /** Nothing more of the order will be invoiced: what is left of its reservation is free again. */
  last: Type.Optional(Type.Boolean()),
});

export const ExpireReservationBody = commandBody(Order);
