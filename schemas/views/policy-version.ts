import { type Static, Type } from "@sinclair/typebox";
import { CalendarDate } from "../dates.ts";
import { Identifier } from "../identifiers.ts";
import { listOf } from "./list.ts";

export const PolicyVersionRow = Type.Object({
  entityId: Identifier,
  kind: Type.String(),
  version: Type.Integer(),
  validFrom: CalendarDate,
  body: Type.Record(Type.String(), Type.Unknown()),
  contentHash: Type.String(),
  ordinal: Type.Integer(),
});
export type PolicyVersionRow = Static<typeof PolicyVersionRow>;
export const PolicyVersionList = listOf(PolicyVersionRow);
