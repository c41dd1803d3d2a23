import type { TSchema } from "@sinclair/typebox";
import { TypeCompiler } from "@sinclair/typebox/compiler";
import { isBeingSetUp, LEDGER, type OrganisationState, organisation, SYSTEM } from "../domain/organisation/organisation.ts";
import type { Sealed, Violation } from "../kernel/decider.ts";
import { violation } from "../kernel/decider.ts";
import { permissionOfSystem, signatoryFor } from "./authorisation.ts";
import { type BodyForm, bodyForm, shapeBroken } from "./body-form.ts";
import { type AnyCommand, findCommand } from "./command-catalogue.ts";
import { placeOfCommand } from "./command-place.ts";
import type { Desks } from "./desks.ts";
import type { EntityTime } from "./entity-time.ts";
import { canonicalJson, commandIdOf } from "./identity.ts";
import type { CommandRequest } from "./ledger.ts";
import type { KeyRing } from "./ports.ts";
import type { PreparedCommand } from "./prepared-command.ts";
import { hasPersonal, sealBody } from "./sealing.ts";

export type Preparation =
  | { readonly kind: "ready"; readonly command: PreparedCommand }
  /** Refused before anything could be decided; with a command id when the same command may have been accepted before. */
  | {
      readonly kind: "turned away";
      readonly violations: readonly Violation[];
      readonly known?: { readonly commandId: string; readonly fingerprint: string };
    };

/** A request as the pipeline takes it: a person's, or with `ofProcess` one that SYSTEM sends under an id of its own. */
export type IncomingCommand = CommandRequest & { readonly ofProcess?: { readonly commandId: string; readonly causationId?: string } };

export interface PreparationOffice {
  readonly desks: Desks;
  readonly keys: KeyRing;
  readonly time: EntityTime;
}

const forms = new Map<AnyCommand, BodyForm>();
const shapes = new Map<unknown, ReturnType<typeof TypeCompiler.Compile>>();

/** From what arrived to a command that can be decided: form, identity, authority, sealing, in this order. */
export async function prepareCommand(request: IncomingCommand, office: PreparationOffice): Promise<Preparation> {
  const definition = findCommand(request.command);
  if (definition === undefined) return turnedAway(violation("RESOURCE_NOT_FOUND", { kind: "COMMAND", command: request.command }));
  const form = forms.get(definition) ?? bodyForm(definition.body);
  forms.set(definition, form);
  const wrong = form.broken(request.body, await office.time.today(undefined));
  if (wrong.length > 0) return { kind: "turned away", violations: wrong };

  const clear = request.body as Readonly<Record<string, unknown>>;
  const { personId } = request.principal;
  const { ofProcess } = request;
  const commandId = ofProcess?.commandId ?? commandIdOf(office.keys.ledgerId, personId, request.idempotencyKey);
  const fingerprint = office.keys.fingerprint(`${definition.name}\n${canonicalJson(clear)}`);
  const place = await placeOfCommand(definition, clear, office.desks);
  const { entityId } = place;
  const today = await office.time.today(entityId);
  const people = await office.desks.settledState<OrganisationState>(organisation, LEDGER);
  if (people === undefined) throw new Error("the ledger was not set up");
  const person = { personId, onBehalfOf: clear.onBehalfOf as string | undefined };
  const signing =
    ofProcess !== undefined && personId === SYSTEM
      ? permissionOfSystem(definition)
      : signatoryFor(definition, people, person, today, place, definition.target.id(clear));
  if (!signing.allowed) return { kind: "turned away", violations: [signing.violation], known: { commandId, fingerprint } };

  const body = await sealed(place.subjectId, form, clear, office.keys);
  return {
    kind: "ready",
    command: {
      definition,
      body,
      commandId,
      fingerprint,
      actor: signing.actor,
      approvers: [],
      entityId,
      branchId: place.branchId,
      today,
      effectiveOn: body.effectiveOn as string | undefined,
      reason: body.reason as Sealed | undefined,
      correlationId: body.correlationId as string | undefined,
      ...(ofProcess?.causationId !== undefined && { causationId: ofProcess.causationId }),
      formViolations: [...signing.broken, ...(definition.examine?.(clear) ?? []), ...brokenShapes(definition, clear)],
      beingSetUp: isBeingSetUp(people as never, today),
      submitForApproval: clear.submitForApproval === true,
      expected: request.expected,
      dryRun: request.dryRun === true,
      traceId: request.traceId,
    },
  };
}

function turnedAway(...violations: readonly Violation[]): Preparation {
  return { kind: "turned away", violations };
}

/** The key of the subject is durable before anything is sealed with it, and so before the event that holds the value. */
async function sealed(subjectId: string, { plan }: BodyForm, clear: Readonly<Record<string, unknown>>, keys: KeyRing) {
  if (!hasPersonal(plan, clear)) return clear;
  await keys.ensure([subjectId]);
  return sealBody(plan, clear, subjectId, keys) as Readonly<Record<string, unknown>>;
}

function brokenShapes(definition: AnyCommand, clear: Readonly<Record<string, unknown>>): readonly Violation[] {
  return (definition.shapes?.(clear) ?? []).flatMap(({ schema, value, pointer, code }) => {
    const checker = shapes.get(schema) ?? TypeCompiler.Compile(schema as TSchema);
    shapes.set(schema, checker);
    return shapeBroken(checker, value, code, pointer);
  });
}
