import { RegisterPersonBody } from "../../../schemas/commands/organisation.ts";
import { PersonRegistered } from "../../../schemas/events/organisation.ts";
import { refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { ledgerOf, SYSTEM } from "./organisation.ts";

export const registerPerson = defineCommand({
  name: "RegisterPerson",
  title: { en: "Register a person", es: "Registrar una persona" },
  body: RegisterPersonBody,
  issuedBy: ["ADM"],
  target: ledgerOf,
  begins: true,
  facts: [],
  refusals: ["OVERLAPS"],

  decide(state, { personId, subjectRef, name, email }) {
    if (personId === SYSTEM || state.persons.has(personId)) return refuse(violation("OVERLAPS", { personId }, "/personId"));
    return [PersonRegistered({ personId, name, ...(subjectRef !== undefined && { subjectRef }), ...(email !== undefined && { email }) })];
  },
});
