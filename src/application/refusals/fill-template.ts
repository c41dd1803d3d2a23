const SEGMENT_OR_FACT = /\[([^\]]*)\]|\{(\w+)\}/g;
const FACT = /\{(\w+)\}/g;

/**
 * `fillTemplate("The line [{lineId} ]is closed.", ...)` gives "The line L-1 is closed.", and "The line is closed." without the fact:
 * a bracketed segment vanishes when a fact in it is absent. Nothing when a fact outside of brackets is absent.
 */
export function fillTemplate(template: string, textOf: (fact: string) => string | undefined): string | undefined {
  let complete = true;
  // One pass, so that a brace inside a value is never taken for a placeholder.
  const filled = template.replace(SEGMENT_OR_FACT, (_whole, segment: string | undefined, fact: string) => {
    if (segment !== undefined) return fillSegment(segment, textOf);
    const value = textOf(fact);
    if (value === undefined) complete = false;
    return value ?? "";
  });
  return complete ? filled : undefined;
}

function fillSegment(segment: string, textOf: (fact: string) => string | undefined): string {
  const absent = factsIn(segment).some((fact) => textOf(fact) === undefined);
  return absent ? "" : segment.replace(FACT, (_whole, fact: string) => textOf(fact) ?? "");
}

/** Names of the facts in a text: once all, and once those that it cannot do without. */
export function placeholdersOf(template: string): { readonly all: readonly string[]; readonly needed: readonly string[] } {
  return { all: factsIn(template), needed: factsIn(template.replace(/\[[^\]]*\]/g, "")) };
}

function factsIn(text: string): readonly string[] {
  return [...text.matchAll(FACT)].flatMap(([, fact]) => fact ?? []);
}
