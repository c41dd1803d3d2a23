import { Type } from "@sinclair/typebox";
import { Nullable } from "../../../schemas/views/list.ts";
import { type AnyQuery, defineQuery } from "./query-definition.ts";

const ProjectionStatus = Type.Object({
  name: Type.String(),
  version: Type.Integer(),
  position: Type.Integer(),
  lagEvents: Type.Integer(),
  lagSeconds: Type.Number(),
  state: Type.Union([Type.Literal("running"), Type.Literal("rebuilding"), Type.Literal("halted")]),
  error: Nullable(Type.Object({ ordinal: Type.Integer(), type: Type.String(), message: Type.String() })),
});

export const PROJECTION_QUERIES: readonly AnyQuery[] = [
  defineQuery({
    url: "/projections",
    operation: "listProjections",
    summary: "How far every read model has come, and what halts it",
    tag: "Operations",
    parameters: {},
    reads: [],
    response: Type.Object({ projections: Type.Array(ProjectionStatus) }),
    answer: async ({ context }) => ({ projections: await context.readSide.status() }),
  }),
];
