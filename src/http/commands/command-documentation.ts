import { Type } from "@sinclair/typebox";
import type { FastifySchema } from "fastify";
import { ApprovalRequirement } from "../../../schemas/approvals.ts";
import { CalendarDate, Instant } from "../../../schemas/dates.ts";
import type { CommandDescription } from "../../application/ledger.ts";
import type { RefusalCode } from "../../kernel/refusal-code.ts";
import { documented, GENERAL_CODES, problemResponses } from "../documentation/documented.ts";

/** Possible for every command, besides its own. */
const COMMAND_CODES: readonly RefusalCode[] = [
  ...GENERAL_CODES,
  "BAD_DATE",
  "BAD_MONEY",
  "UNKNOWN_CURRENCY",
  "NOT_AUTHORISED",
  "AUTHORITY_EXCEEDED",
  "BRANCH_SCOPE",
  "BODY_TOO_LARGE",
  "UNSUPPORTED_FORMAT",
  "STALE_REVISION",
  "IN_PROGRESS",
  "IDEMPOTENCY_KEY_REUSED",
  "OUTCOME_UNKNOWN",
];

const AcceptedAnswer = Type.Object({
  commandId: Type.String(),
  streamId: Type.String(),
  revision: Type.Integer(),
  position: Type.String({ description: "Token for minPosition and knownAt" }),
  effectiveOn: CalendarDate,
  recordedAt: Instant,
  events: Type.Array(Type.Object({ type: Type.String(), eventId: Type.String(), revision: Type.Integer(), data: Type.Unknown() })),
});

const accepted = (description: string) => ({
  description,
  headers: {
    etag: { type: "string", description: "Revision of the stream" },
    location: { type: "string", description: "The resource that changed; with 201" },
    "idempotency-replayed": { type: "string", description: "true where this is the first answer again" },
  },
  content: { "application/json": { schema: documented(AcceptedAnswer) } },
});

const SubmittedAnswer = Type.Object({
  approvalId: Type.String(),
  commandId: Type.String(),
  status: Type.Union([Type.Literal("REQUESTED"), Type.Literal("WOULD_BE_REQUESTED", { description: "Of a dry run" })]),
  command: Type.String(),
  requirement: ApprovalRequirement,
  waitingFor: Type.Array(Type.String(), { description: "Roles of which somebody else can help now" }),
  expiresOn: CalendarDate,
  streamId: Type.String(),
  revision: Type.Integer(),
  position: Type.String({ description: "Token for minPosition and knownAt" }),
  effectiveOn: CalendarDate,
  recordedAt: Instant,
});

const submitted = {
  description: "With submitForApproval: it waits for other people",
  headers: {
    location: { type: "string", description: "The request for approval" },
    "idempotency-replayed": { type: "string", description: "true where this is the first answer again" },
  },
  content: { "application/json": { schema: documented(SubmittedAnswer) } },
};

const COMMAND_HEADERS = Type.Object({
  "Idempotency-Key": Type.String({
    pattern: "^[\\x20-\\x7e]{1,128}$",
    description: "A repeat with the same key gives the first answer again",
  }),
  "If-Match": Type.Optional(
    Type.String({
      pattern: '^"[0-9]+"$',
      description: "Decide only on this revision of the target stream; what waits for other people keeps to it",
    }),
  ),
  "If-None-Match": Type.Optional(Type.Literal("*", { description: "The target stream must not exist" })),
});

/** Documentation of a command's route; nothing is validated by it. */
export function commandDocumentation(command: CommandDescription): FastifySchema {
  const codes = refusalsOf(command);
  return {
    operationId: command.name,
    summary: command.title.en,
    description: `${command.title.es}.\n\nIssued by: ${command.issuedBy.join(", ")}.${approvalOf(command)}`,
    tags: ["Commands"],
    headers: COMMAND_HEADERS,
    querystring: Type.Object({ dryRun: Type.Optional(Type.Boolean({ description: "Decide and answer, append nothing" })) }),
    body: documented(command.schema),
    response: { 200: accepted("Nothing changed, or a dry run"), 201: accepted("Recorded"), 202: submitted, ...problemResponses(codes) },
    "x-issued-by": command.issuedBy,
    "x-approved-by": command.approvedBy,
    "x-refusals": codes,
  } as FastifySchema;
}

function approvalOf({ approvedBy }: CommandDescription): string {
  return approvedBy.length === 0 ? "" : ` A second person must approve: ${approvedBy.join(", ")}.`;
}

/** Every code a command can be refused with. */
export function refusalsOf({ refusals, approvedBy }: CommandDescription): readonly string[] {
  return [...new Set([...refusals, ...COMMAND_CODES, ...(approvedBy.length === 0 ? [] : ["APPROVAL_REQUIRED"])])];
}

const Line = Type.Object(
  {
    command: Type.String({ description: "As in the path", examples: ["apply-payment"] }),
    idempotencyKey: Type.String({ pattern: "^[\\x20-\\x7e]{1,128}$" }),
    body: Type.Object({}, { additionalProperties: true, description: "As the body of the command's own route" }),
    ifMatch: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
  },
  { additionalProperties: false },
);

const LineVerdict = Type.Object({ idempotencyKey: Type.Union([Type.String(), Type.Null()]), status: Type.Integer(), body: Type.Unknown() });

export const batchDocumentation = {
  operationId: "runCommandBatch",
  summary: "Many commands in one request, one verdict per line, in order",
  description: "Also as NDJSON (application/x-ndjson), one line per command; the answer then has one line per verdict.",
  tags: ["Commands"],
  consumes: ["application/json", "application/x-ndjson"],
  querystring: Type.Object({ atomic: Type.Optional(Type.Boolean({ description: "All lines address one stream: all or none" })) }),
  body: Type.Array(Line, { maxItems: 1_000 }),
  response: {
    200: {
      description: "Verdicts",
      content: {
        "application/json": { schema: Type.Object({ results: Type.Array(LineVerdict) }) },
        "application/x-ndjson": { schema: LineVerdict },
      },
    },
    ...problemResponses([...GENERAL_CODES, "BODY_TOO_LARGE", "UNSUPPORTED_FORMAT", "OUTCOME_UNKNOWN"]),
  },
} as FastifySchema;
