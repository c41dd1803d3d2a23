import type { TSchema } from "@sinclair/typebox";
import { TypeCompiler } from "@sinclair/typebox/compiler";
import { shapeBroken } from "../../src/application/body-form.ts";
import type { AnyCommand } from "../../src/application/command-catalogue.ts";
import type { Violation } from "../../src/kernel/decider.ts";
import type { Body } from "./ledger.ts";

/** Violations of the parts of a body whose shape depends on another part. */
export function shapeViolationsOf(definition: AnyCommand, body: Body): readonly Violation[] {
  return (definition.shapes?.(body) ?? []).flatMap(({ schema, value, pointer, code }) =>
    shapeBroken(TypeCompiler.Compile(schema as TSchema), value, code, pointer),
  );
}
