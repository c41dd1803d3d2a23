import type { Problem } from "../../../schemas/problem.ts";

/** A refusal as a person reads it: code and sentence, and the other broken rules after it. */
export interface ProblemSummary {
  readonly code: string;
  readonly sentence: string;
}

/** Reads an answer that is a problem, or should be one: proxies answer in their own words. */
export function problemSummary(status: number, body: unknown): ProblemSummary {
  const { code, detail, title, violations } = (typeof body === "object" && body !== null ? body : {}) as Partial<Problem>;
  const details = Array.isArray(violations) ? violations.map(sentenceOf) : [];
  const told = details.length > 0 ? details : [detail ?? title ?? `The server answered ${status}.`];
  return { code: code ?? `HTTP_${status}`, sentence: [...new Set(told)].join(" ") };
}

function sentenceOf({ detail, pointer }: Problem["violations"][number]): string {
  return pointer === undefined || pointer === "" ? detail : `${detail} (${pointer})`;
}
