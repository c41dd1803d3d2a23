import type { RefusalCode } from "../../kernel/refusal-code.ts";

export interface Texts {
  readonly en: string;
  readonly es: string;
}

/** What the ledger says when it says no, and what the reader can do about it. */
export interface RefusalEntry {
  /** Of the HTTP answer. */
  readonly status: number;
  readonly title: Texts;
  /** One sentence with `{fact}` in it; `[a clause with a {fact}]` vanishes where the fact is absent. */
  readonly detail: Texts;
  readonly meaning: Texts;
  readonly remedy: Texts;
}

/** The entries of one area of the business; the catalogue checks that the areas together are complete. */
export type RefusalArea = { readonly [Code in RefusalCode]?: RefusalEntry };
