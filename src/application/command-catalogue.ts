import type { TSchema } from "@sinclair/typebox";
import { openCreditLine } from "../domain/account/credit-line/open-credit-line.ts";
import { reinstateLine } from "../domain/account/credit-line/reinstate-line.ts";
import { suspendLine } from "../domain/account/credit-line/suspend-line.ts";
import { recordInvoice } from "../domain/account/documents/record-invoice.ts";
import { cancelPromise } from "../domain/account/promises/cancel-promise.ts";
import { evaluatePromise } from "../domain/account/promises/evaluate-promise.ts";
import { registerPromise } from "../domain/account/promises/register-promise.ts";
import { applyPayment } from "../domain/account/receipts/apply-payment.ts";
import { confirmClearance } from "../domain/account/receipts/confirm-clearance.ts";
import { registerReceipt } from "../domain/account/receipts/register-receipt.ts";
import { unapplyPayment } from "../domain/account/receipts/unapply-payment.ts";
import { defineCalendar } from "../domain/calendar/define-calendar.ts";
import { assignSalesperson } from "../domain/customer/assign-salesperson.ts";
import { registerCustomer } from "../domain/customer/register-customer.ts";
import { updateCustomerData } from "../domain/customer/update-customer-data.ts";
import type { DomainFacts } from "../domain/facts.ts";
import { registerBankAccount } from "../domain/legal-entity/register-bank-account.ts";
import { registerBranch } from "../domain/legal-entity/register-branch.ts";
import { registerLegalEntity } from "../domain/legal-entity/register-legal-entity.ts";
import { assignRole } from "../domain/organisation/assign-role.ts";
import { issueApiKey } from "../domain/organisation/issue-api-key.ts";
import { registerPerson } from "../domain/organisation/register-person.ts";
import { revokeApiKey } from "../domain/organisation/revoke-api-key.ts";
import { revokeRole } from "../domain/organisation/revoke-role.ts";
import { definePolicy } from "../domain/policy/define-policy.ts";
import type { CommandDefinition } from "../kernel/command.ts";
import type { Decision } from "../kernel/decider.ts";
import type { Fold } from "../kernel/fold.ts";

/** Every command of the ledger. Routes, documentation, command line, role matrix and catalogue are derived from this list. */
const definitions = [
  registerLegalEntity,
  registerBranch,
  registerBankAccount,
  registerPerson,
  assignRole,
  revokeRole,
  issueApiKey,
  revokeApiKey,
  definePolicy,
  defineCalendar,
  registerCustomer,
  updateCustomerData,
  assignSalesperson,
  openCreditLine,
  suspendLine,
  reinstateLine,
  recordInvoice,
  registerReceipt,
  confirmClearance,
  applyPayment,
  unapplyPayment,
  registerPromise,
  cancelPromise,
  evaluatePromise,
] as const;

export type FactName = keyof DomainFacts;

/** A command with its types forgotten: what the pipeline needs to know of all of them alike. */
export interface AnyCommand
  extends Omit<
    CommandDefinition<string, unknown, unknown, DomainFacts, FactName, string>,
    "body" | "target" | "decide" | "claims" | "examine" | "shapes"
  > {
  readonly body: TSchema;
  readonly target: {
    readonly fold: Fold<unknown>;
    readonly notFound: CommandDefinition<string, unknown, unknown, DomainFacts, FactName, string>["target"]["notFound"];
    id(body: unknown): string;
    entityId(body: unknown): string | undefined;
    subjectId(body: unknown): string;
    customerId?(body: unknown): string | undefined;
  };
  examine?(body: unknown): ReturnType<NonNullable<CommandDefinition<string, unknown, unknown, DomainFacts, FactName, string>["examine"]>>;
  claims?(body: unknown): ReturnType<NonNullable<CommandDefinition<string, unknown, unknown, DomainFacts, FactName, string>["claims"]>>;
  shapes?(body: unknown): ReturnType<NonNullable<CommandDefinition<string, unknown, unknown, DomainFacts, FactName, string>["shapes"]>>;
  decide(state: unknown, body: unknown, facts: unknown): Decision;
}

export interface CatalogueEntry {
  /** As in the path: "apply-payment". */
  readonly path: string;
  readonly definition: AnyCommand;
}

export const commandCatalogue: readonly CatalogueEntry[] = definitions.map((definition) => ({
  path: kebab(definition.name),
  definition: definition as unknown as AnyCommand,
}));

const byPath = new Map(commandCatalogue.map((entry) => [entry.path, entry.definition]));

export function findCommand(path: string): AnyCommand | undefined {
  return byPath.get(path);
}

function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
