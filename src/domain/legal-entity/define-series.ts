import { DefineSeriesBody } from "../../../schemas/commands/organisation.ts";
import { SeriesDefined } from "../../../schemas/events/organisation.ts";
import { broken, refuse, violation } from "../../kernel/decider.ts";
import { defineCommand } from "../facts.ts";
import { entityOf, keyOfSeries } from "./legal-entity.ts";

/** Documents that are issued, and numbered, by billing. */
const NUMBERED_ELSEWHERE: readonly string[] = ["INVOICE", "CREDIT_NOTE"];

export const defineSeries = defineCommand({
  name: "DefineSeries",
  title: { en: "Define a series of numbers", es: "Definir una serie de numeración" },
  body: DefineSeriesBody,
  issuedBy: ["ADM", "ACC"],
  target: entityOf,
  facts: [],
  refusals: ["RESOURCE_NOT_FOUND", "OVERLAPS", "VALIDITY_INVERTED", "MALFORMED"],
  examine: ({ kind, ownership }) =>
    ownership === "OWN" && NUMBERED_ELSEWHERE.includes(kind)
      ? [violation("MALFORMED", { needed: "numbers from billing" }, "/ownership")]
      : [],

  /** A series is defined once: who counts in it, and from where, never changes. */
  decide(state, { entityId, code, kind, ownership, prefix, from, to, legalReference }) {
    const violations = broken([
      state.series.has(keyOfSeries(kind, code)) ? violation("OVERLAPS", { series: code }, "/code") : undefined,
      to !== undefined && to < from ? violation("VALIDITY_INVERTED", { from: String(from), to: String(to) }, "/to") : undefined,
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [
      SeriesDefined({
        entityId,
        code,
        kind,
        ownership,
        from,
        ...(prefix !== undefined && { prefix }),
        ...(to !== undefined && { to }),
        ...(legalReference !== undefined && { legalReference }),
      }),
    ];
  },
});
