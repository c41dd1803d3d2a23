import { type Static, Type } from "@sinclair/typebox";

/** Codes of the roles people hold, as `docs/glossary.md` explains them. */
export const ROLES = [
  ...["CC", "COR", "SM", "AM", "SS", "SR", "WH", "CSH", "ARA", "PA", "CHF", "DIR", "TRE", "ACC", "BIL", "PO", "PC", "CA", "CSR", "MGT"],
  ...["LAW", "AUD", "ADM", "SYS"],
] as const;

export const Role = Type.Union(ROLES.map((role) => Type.Literal(role)));
export type Role = (typeof ROLES)[number] & Static<typeof Role>;
