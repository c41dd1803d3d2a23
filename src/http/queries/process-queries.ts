import { Type } from "@sinclair/typebox";
import { Nullable } from "../../../schemas/views/list.ts";
import { type AnyQuery, defineQuery } from "./query-definition.ts";

const ProcessStatus = Type.Object({
  name: Type.String(),
  kind: Type.Union([Type.Literal("events"), Type.Literal("calendar")]),
  ordinal: Nullable(Type.Integer({ description: "Of the last event done; null for a process of the calendar" })),
  lagEvents: Nullable(Type.Integer()),
  days: Type.Array(Type.Object({ entityId: Type.String(), doneOn: Type.String({ description: "Last business date done" }) })),
  lastRunAt: Nullable(Type.String()),
  state: Type.Union([Type.Literal("running"), Type.Literal("halted")]),
  error: Nullable(Type.Object({ ordinal: Type.Integer(), type: Type.String(), message: Type.String() })),
});

const ParkedStep = Type.Object({
  parkedId: Type.String(),
  process: Type.String(),
  entityId: Nullable(Type.String()),
  owner: Type.String({ description: "The event, or of a process of the calendar the legal entity, that asked for it" }),
  cause: Type.String({ description: "The event, or the business date, that asked for it" }),
  ordinal: Nullable(Type.Integer({ description: "Of the event, where it was one" })),
  step: Type.String(),
  command: Type.String(),
  code: Type.String({ description: "Why it was refused" }),
  traceId: Type.String(),
  attempt: Type.Integer(),
  since: Type.String(),
});

export const PROCESS_QUERIES: readonly AnyQuery[] = [
  defineQuery({
    url: "/processes",
    operation: "listProcesses",
    summary: "How far every process has come, and the steps that were refused and wait",
    tag: "Operations",
    parameters: {},
    reads: [],
    response: Type.Object({ processes: Type.Array(ProcessStatus), parked: Type.Array(ParkedStep) }),
    async answer({ context, scope: { entityIds } }) {
      const { processes, parked } = await context.readSide.processes();
      const isVisible = (entityId: string | undefined) => entityIds === "all" || (entityId !== undefined && entityIds.includes(entityId));
      return {
        processes: processes.map((process) => ({ ...process, days: process.days.filter(({ entityId }) => isVisible(entityId)) })),
        // Not the body: whoever may see where a process stands need not see what it says about a customer.
        parked: parked
          .filter(({ entityId }) => isVisible(entityId))
          .map(({ body: _body, entityId = null, ordinal = null, ...step }) => ({ ...step, entityId, ordinal })),
      };
    },
  }),
];
