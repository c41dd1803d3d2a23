import { Kind, type TSchema } from "@sinclair/typebox";
import { TypeCompiler } from "@sinclair/typebox/compiler";

/** What a leaf of a body needs besides its shape: a look at its money, its date, its account, or sealing. */
export type LeafKind = "money" | "date" | "account" | "personal";

type Plan =
  | { readonly kind: "leaf"; readonly leaf: LeafKind; readonly schema: TSchema }
  | { readonly kind: "object"; readonly fields: readonly (readonly [string, Plan])[] }
  | { readonly kind: "array"; readonly item: Plan }
  | {
      readonly kind: "union";
      readonly branches: readonly { readonly matches: (value: unknown) => boolean; readonly plan: Plan | undefined }[];
    };

/** Gives the value to keep in the leaf's place. */
export type Visit = (leaf: LeafKind, schema: TSchema, value: unknown, pointer: string) => unknown;

/**
 * The places of a body schema that need more than a shape, worked out once, so that a command walks only these. Nothing when there are
 * none.
 */
export function planOf(schema: TSchema): Plan | undefined {
  const leaf = leafOf(schema);
  if (leaf !== undefined) return { kind: "leaf", leaf, schema };
  if (schema[Kind] === "Object") {
    const fields = Object.entries(schema.properties as Record<string, TSchema>)
      .map(([name, field]) => [name, planOf(field)] as const)
      .filter((entry): entry is readonly [string, Plan] => entry[1] !== undefined);
    return fields.length === 0 ? undefined : { kind: "object", fields };
  }
  if (schema[Kind] === "Array") {
    const item = planOf(schema.items as TSchema);
    return item && { kind: "array", item };
  }
  if (schema[Kind] === "Union") {
    const branches = (schema.anyOf as TSchema[]).map((branch) => ({ schema: branch, plan: planOf(branch) }));
    if (branches.every(({ plan }) => plan === undefined)) return undefined;
    return {
      kind: "union",
      branches: branches.map(({ schema: branch, plan }) => {
        const checker = TypeCompiler.Compile(branch);
        return { matches: (value) => checker.Check(value), plan };
      }),
    };
  }
  return undefined;
}

function leafOf(schema: TSchema): LeafKind | undefined {
  if (schema["x-money"] === true) return "money";
  if (schema["x-account"] === true) return "account";
  if (schema["x-personal"] !== undefined) return "personal";
  return schema.format === "calendar-date" ? "date" : undefined;
}

/** Visits the planned places of a body that has the right shape. The body itself is not changed: what changes is copied. */
export function walk(plan: Plan, value: unknown, visit: Visit, pointer = ""): unknown {
  switch (plan.kind) {
    case "leaf":
      return visit(plan.leaf, plan.schema, value, pointer);
    case "array": {
      const items = value as readonly unknown[];
      const walked = items.map((item, index) => walk(plan.item, item, visit, `${pointer}/${index}`));
      return walked.some((item, index) => item !== items[index]) ? walked : value;
    }
    case "union": {
      const branch = plan.branches.find(({ matches }) => matches(value));
      return branch?.plan === undefined ? value : walk(branch.plan, value, visit, pointer);
    }
    case "object": {
      let walked = value as Record<string, unknown>;
      for (const [name, field] of plan.fields) {
        const before = walked[name];
        if (before === undefined) continue;
        const after = walk(field, before, visit, `${pointer}/${name}`);
        if (after !== before) walked = { ...walked, [name]: after };
      }
      return walked;
    }
  }
}

export type { Plan };
