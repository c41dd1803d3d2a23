import type { RefusalCode } from "../../../src/kernel/refusal-code.ts";
import type { Outcome } from "../../support/given.ts";

/** Something that must be refused with the code it stands under: by the decision alone, or by the whole pipeline. */
export type RefusalCase = () => Pick<Outcome, "violations"> | Promise<Pick<Outcome, "violations">>;

/** One case per code that a command can be refused with, by command. */
export type RefusalCases = Readonly<Record<string, Partial<Readonly<Record<RefusalCode, RefusalCase>>>>>;
