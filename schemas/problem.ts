import { type Static, Type } from "@sinclair/typebox";

const Facts = Type.Record(Type.String(), Type.String());

/** RFC 9457 problem details; `application/problem+json`. */
export const Problem = Type.Object({
  type: Type.String({ examples: ["/problems/over-application"] }),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  instance: Type.String(),
  code: Type.String({ examples: ["OVER_APPLICATION"] }),
  facts: Facts,
  violations: Type.Array(Type.Object({ code: Type.String(), detail: Type.String(), facts: Facts, pointer: Type.Optional(Type.String()) })),
  traceId: Type.String(),
});
export type Problem = Static<typeof Problem>;
