import { CustomerList, CustomerView } from "../../../schemas/views/customer.ts";
import { cursorParameter, identifierParameter, limitParameter, wordParameter } from "../edge/parameters.ts";
import { type AnyQuery, defineQuery } from "./query-definition.ts";
import { foundOr } from "./scope.ts";

const reads = ["customer"];

export const CUSTOMER_QUERIES: readonly AnyQuery[] = [
  defineQuery({
    url: "/customers",
    operation: "listCustomers",
    summary: "Customers by identifier",
    tag: "Customers",
    parameters: {
      status: wordParameter("Only those with this status"),
      segmentCode: wordParameter("Only those of this segment"),
      entityId: identifierParameter("At home in this legal entity, or in none"),
      limit: limitParameter,
      cursor: cursorParameter,
    },
    reads,
    response: CustomerList,
    answer: ({ queries, scope, values: { entityId: _entity, ...filter } }) => queries.listCustomers({ ...filter, scope }),
  }),
  defineQuery({
    url: "/customers/:customerId",
    operation: "getCustomer",
    summary: "One customer with the people assigned to it",
    tag: "Customers",
    parameters: {},
    reads,
    response: CustomerView,
    answer({ request, queries, scope }) {
      const { customerId } = request.params as { readonly customerId: string };
      return foundOr("CUSTOMER_NOT_FOUND", { customerId }, scope, (within) => queries.findCustomer(customerId, within));
    },
  }),
];
