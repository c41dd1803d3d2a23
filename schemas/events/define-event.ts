import { type Static, type TProperties, type TSchema, Type } from "@sinclair/typebox";

type Frozen<T> = T extends readonly (infer U)[] ? readonly Frozen<U>[] : T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

/** An event's definition is also its constructor: `PromiseCancelled({ promiseId })`. */
export interface EventDefinition<Name extends string, Data> {
  (data: Frozen<Data>): { readonly type: Name; readonly data: Frozen<Data> };
  readonly type: Name;
  readonly version: number;
  readonly schema: TSchema & { readonly static: Data };
  /** Turns the stored body of the version before into this one's. */
  readonly upcast?: (stored: unknown) => unknown;
}

/**
 * Declares an event: a storage format that never changes once published. A new shape is a new version, with an upcaster from the one
 * before; a new optional field is not.
 */
export function defineEvent<const Name extends string, Fields extends TProperties>(
  type: Name,
  version: number,
  fields: Fields,
  upcast?: (stored: unknown) => unknown,
): EventDefinition<Name, Static<ReturnType<typeof Type.Object<Fields>>>> {
  const schema = Type.Object(fields, { additionalProperties: false });
  const construct = (data: unknown) => ({ type, data });
  return Object.assign(construct, { type, version, schema, ...(upcast && { upcast }) }) as unknown as EventDefinition<
    Name,
    Static<typeof schema>
  >;
}
