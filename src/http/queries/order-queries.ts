import { HOLD_REASONS } from "../../../schemas/policies.ts";
import { ExposureHistory, OrderList, OrderView } from "../../../schemas/views/order.ts";
import {
  accountParameter,
  currencyParameter,
  cursorParameter,
  dateParameter,
  identifierParameter,
  limitParameter,
  oneOfParameter,
} from "../edge/parameters.ts";
import { visibleAccount } from "./account-queries.ts";
import { type AnyQuery, defineQuery } from "./query-definition.ts";
import { accountOfPath, foundOr } from "./scope.ts";

const PAGE = { limit: limitParameter, cursor: cursorParameter };

export const ORDER_QUERIES: readonly AnyQuery[] = [
  defineQuery({
    url: "/orders",
    operation: "listOrders",
    summary: "Orders by day of shipment, with why they are held",
    tag: "Lists",
    parameters: {
      accountId: accountParameter(),
      customerId: identifierParameter("Of one customer"),
      entityId: identifierParameter("Of one legal entity"),
      currency: currencyParameter,
      status: oneOfParameter(["HELD", "RELEASED", "INVOICED", "CANCELLED", "EXPIRED"], "Only those with this status"),
      reason: oneOfParameter(HOLD_REASONS, "Only those held for this reason, perhaps among others"),
      from: dateParameter("First day of shipment"),
      to: dateParameter("Last day of shipment"),
      ...PAGE,
    },
    reads: ["order_header", "customer"],
    response: OrderList,
    answer: ({ queries, scope, values }) => queries.listOrders({ ...values, scope }),
  }),
  defineQuery({
    url: "/accounts/:accountId/orders/:orderId",
    operation: "getOrder",
    summary: "One order with every decision about it",
    tag: "Lists",
    parameters: {},
    reads: ["order_header", "customer"],
    response: OrderView,
    answer(call) {
      const { orderId } = call.request.params as { readonly orderId: string };
      const accountId = accountOfPath(call);
      return foundOr("ORDER_NOT_FOUND", { orderId }, call.scope, (scope) => call.queries.findOrder(accountId, orderId, scope));
    },
  }),
  defineQuery({
    url: "/accounts/:accountId/exposure",
    operation: "listExposure",
    summary: "What exposure, limit and available credit were at each decision, the latest first",
    tag: "Accounts",
    parameters: PAGE,
    reads: ["account", "customer", "order_header"],
    response: ExposureHistory,
    async answer(call) {
      const accountId = await visibleAccount(call);
      return call.queries.exposureHistory({ ...call.values, accountId, scope: call.scope });
    },
  }),
];
