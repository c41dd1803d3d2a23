import type { Dice } from "../model/dice.ts";

const GROUPS = [["CC"], ["CHF"], ["SM"], ["AM"], ["DIR"], ["COR"], ["TRE"], ["CHF", "TRE"]];

/** Whoever decides, and mostly nobody, sometimes somebody else, who approved it. */
export function anyOfThem(dice: Dice) {
  const person = (personId: string) => ({ personId, roles: dice.of(...GROUPS) });
  const actor = person(dice.of("ANA", "LUIS", "EVA", "EVA", "EVA"));
  const others = ["ANA", "LUIS", "EVA", "IVAN"].filter((personId) => personId !== actor.personId);
  return {
    actor,
    approvers: dice.once(2)
      ? []
      : dice.once(2)
        ? [person(dice.of(...others))]
        : [person("IVAN"), ...(actor.personId === "EVA" ? [] : [person("EVA")])],
  };
}

/** Mostly with a reason. */
export function reasoned(dice: Dice) {
  return dice.once(12) ? {} : { reason: "agreed" };
}
