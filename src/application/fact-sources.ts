import { POLICY_KINDS, type PolicyKind } from "../../schemas/policies.ts";
import { type AccountState, account } from "../domain/account/account.ts";
import { partsOfAccount } from "../domain/account/account-id.ts";
import { businessCalendar, type CalendarState, calendar } from "../domain/calendar/business-calendar.ts";
import { type CustomerState, customer } from "../domain/customer/customer.ts";
import type { CreditTransfer, DomainFacts, Policies } from "../domain/facts.ts";
import { type LegalEntityState, legalEntity } from "../domain/legal-entity/legal-entity.ts";
import { LEDGER, type OrganisationState, organisation } from "../domain/organisation/organisation.ts";
import { type PolicyState, policy, versionInForce } from "../domain/policy/policy.ts";
import { NO_STREAM, type StreamRevision } from "../event-store/port.ts";
import type { Fold } from "../kernel/fold.ts";
import type { FactName } from "./command-catalogue.ts";
import { canonicalJson, sha256 } from "./identity.ts";

/** A stream whose state is a fact. */
export interface StreamRef {
  readonly fold: Fold<unknown>;
  readonly id: string;
}

/** What a fact may depend on. */
export interface FactRequest {
  readonly body: Readonly<Record<string, unknown>>;
  readonly entityId: string | undefined;
  readonly customerId: string | undefined;
  /** Filled while deciding: the versions of policies that were looked at. */
  readonly policyVersions: Record<string, number>;
  /** State of a stream that the source named; nothing when the stream does not exist. */
  read<State>(ref: StreamRef): State | undefined;
  /** Where such a stream is. */
  revisionOf(ref: StreamRef): number;
}

export interface FactSource<Fact> {
  /** The streams to have at hand before `of` is asked. */
  streams?(request: FactRequest): readonly StreamRef[];
  /** Further streams, known only when the first ones are at hand. */
  streamsThen?(request: FactRequest): readonly StreamRef[];
  of(request: FactRequest): Fact;
  /** Streams that must not have moved when the events are stored. */
  fences?(request: FactRequest): readonly StreamRevision[];
}

const ref = (fold: unknown, id: string): StreamRef => ({ fold: fold as Fold<unknown>, id });

const theOrganisation = ref(organisation, LEDGER);
const entityRef = (entityId: string) => ref(legalEntity, entityId);
const customerRef = (customerId: string) => ref(customer, customerId);
const accountRef = (accountId: string) => ref(account, accountId);
const policyRefs = new Map<string, ReadonlyMap<PolicyKind, StreamRef>>();

/** The policies of a legal entity, worked out once: every command on an account asks for them. */
function policiesRef(entityId: string): ReadonlyMap<PolicyKind, StreamRef> {
  const known = policyRefs.get(entityId) ?? new Map(POLICY_KINDS.map((kind) => [kind, ref(policy, `${kind}.${entityId}`)]));
  policyRefs.set(entityId, known);
  return known;
}

/** The legal entity of an id; the ledger's own organisation is none. */
function entityState(request: FactRequest, entityId: string | undefined): LegalEntityState | undefined {
  return entityId === undefined || entityId === LEDGER ? undefined : request.read<LegalEntityState>(entityRef(entityId));
}

function homeEntityIds({ body }: FactRequest): readonly string[] {
  const branches = (body.homeBranches ?? []) as readonly { readonly entityId: string }[];
  return [...new Set(branches.map(({ entityId }) => entityId))].filter((entityId) => entityId !== LEDGER);
}

type Body = FactRequest["body"];

/** The customer of the account that a credit is to go to. */
function recipientsOf({ toAccount }: Body): readonly string[] {
  return typeof toAccount === "string" ? [partsOfAccount(toAccount).customerId] : [];
}

/** The account at the other end of a transfer of credit, whichever end that is. */
function otherEndsOf({ fromAccount, toAccount }: Body): readonly string[] {
  return [fromAccount ?? toAccount].filter((id) => typeof id === "string");
}

function creditTransferIn(other: AccountState | undefined, { accountId, transferId }: Body): CreditTransfer {
  if (other === undefined || typeof transferId !== "string") return { sent: undefined, isReceived: false };
  const { transfersOut, origins } = other.creditMoves;
  const out = transfersOut.get(transferId);
  const isReturned = out !== undefined && other.credits.byId.get(out.creditItemId)?.status === "RETURNED";
  return { sent: out && { ...out, isReturned }, isReceived: origins.get(transferId)?.fromAccount === accountId };
}

function policiesOf(request: FactRequest): Policies {
  const { entityId, policyVersions } = request;
  return {
    inForce(kind, on) {
      const stream = entityId === undefined ? undefined : policiesRef(entityId).get(kind);
      const state = stream && request.read<PolicyState>(stream);
      const found = versionInForce(state ?? { versions: new Map() }, kind, on);
      policyVersions[kind] = found.version;
      return found;
    },
  };
}

/** Where each fact comes from. A fact of the domain without a source does not compile. */
export const factSources: { readonly [Name in FactName]: FactSource<DomainFacts[Name]> } = {
  organisation: {
    streams: () => [theOrganisation],
    of(request) {
      const state = request.read<OrganisationState>(theOrganisation);
      if (state === undefined) throw new Error("the ledger has no organisation: it was not set up");
      return state;
    },
  },
  entity: {
    streams: ({ entityId }) => (entityId === undefined || entityId === LEDGER ? [] : [entityRef(entityId)]),
    of: (request) => entityState(request, request.entityId),
  },
  homeEntities: {
    streams: (request) => homeEntityIds(request).map(entityRef),
    of: (request) =>
      new Map(
        homeEntityIds(request)
          .map((entityId) => [entityId, entityState(request, entityId)] as const)
          .filter((entry): entry is readonly [string, LegalEntityState] => entry[1] !== undefined),
      ),
  },
  customer: {
    streams: ({ customerId }) => (customerId === undefined ? [] : [customerRef(customerId)]),
    of: (request) => (request.customerId === undefined ? undefined : request.read<CustomerState>(customerRef(request.customerId))),
  },
  recipient: {
    streams: ({ body }) => recipientsOf(body).map(customerRef),
    of: (request) => recipientsOf(request.body).map((customerId) => request.read<CustomerState>(customerRef(customerId)))[0],
  },
  /** Neither end decides on a transfer while the other one moves. */
  creditTransfer: {
    streams: ({ body }) => otherEndsOf(body).map(accountRef),
    of: (request) => creditTransferIn(otherEndsOf(request.body).map((id) => request.read<AccountState>(accountRef(id)))[0], request.body),
    fences: ({ body, revisionOf }) => otherEndsOf(body).map((id) => ({ stream: `account-${id}`, revision: revisionOf(accountRef(id)) })),
  },
  policies: {
    streams: ({ entityId }) => (entityId === undefined ? [] : [...policiesRef(entityId).values()]),
    of: policiesOf,
  },
  calendar: {
    streams: ({ entityId }) => (entityId === undefined || entityId === LEDGER ? [] : [entityRef(entityId)]),
    streamsThen(request) {
      const country = entityState(request, request.entityId)?.registration.value?.country;
      return country === undefined ? [] : [ref(calendar, country)];
    },
    of: (request) => {
      const country = entityState(request, request.entityId)?.registration.value?.country;
      const state = country === undefined ? undefined : request.read<CalendarState>(ref(calendar, country));
      return state === undefined ? { isBusinessDay: () => undefined } : businessCalendar(state);
    },
  },
  /** No period was ever closed and no day sealed; whoever closes one while a decision is made makes it be decided again. */
  locks: {
    of: () => ({ lockOn: () => undefined }),
    fences: ({ entityId }) => (entityId === undefined ? [] : [{ stream: `period-${entityId}`, revision: NO_STREAM }]),
  },
  /** No customer has a file yet. */
  customerFile: { of: () => ({ status: "INCOMPLETE" as const }) },
  /** Nobody has applied for credit yet. */
  creditApplication: { of: () => undefined },
  /** No till was opened yet. */
  tillSession: { of: () => undefined },
  policyHash: { of: ({ body }) => sha256(canonicalJson(body.body)) },
};
