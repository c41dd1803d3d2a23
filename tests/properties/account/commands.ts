/** A command in days and minor units: what the model understands, and what `wire.ts` turns into a body. */
export type Command =
  | {
      readonly kind: "invoice";
      readonly id: string;
      readonly issue: number;
      readonly effect: number | undefined;
      readonly terms: "NET30" | "EARLY" | "QUARTERS";
      readonly parts: readonly { readonly due: number; readonly amount: number }[] | undefined;
      readonly net: number;
      readonly tax: number;
    }
  | {
      readonly kind: "receipt";
      readonly id: string;
      readonly method: "CASH" | "TRANSFER" | "CHEQUE" | "POST_DATED_CHEQUE";
      readonly amount: number;
      readonly value: number;
      readonly received: number;
      readonly effect: number | undefined;
      readonly currency: "COP" | "USD";
    }
  | { readonly kind: "clearance"; readonly receiptId: string; readonly on: number; readonly effect: number | undefined }
  | {
      readonly kind: "application";
      readonly id: string;
      readonly receiptId: string;
      readonly lines: readonly CommandLine[];
      readonly effect: number | undefined;
      readonly roles: readonly string[];
    }
  | {
      readonly kind: "unapplication";
      readonly id: string;
      readonly applicationId: string;
      readonly correction: boolean;
      readonly lines: readonly { readonly lineId: string; readonly amount: number }[] | undefined;
      readonly effect: number | undefined;
      readonly reason: boolean;
    }
  | {
      readonly kind: "promise";
      readonly id: string;
      readonly lines: readonly { readonly itemId: string; readonly amount: number }[];
      readonly due: number;
    }
  | { readonly kind: "cancellation"; readonly promiseId: string; readonly reason: boolean }
  | { readonly kind: "evaluation"; readonly promiseId: string; readonly asOf: number };

export interface CommandLine {
  readonly itemId: string;
  readonly amount: number;
  readonly discount: { readonly hundredthsPct: number; readonly amount: number } | undefined;
  readonly withheld:
    | { readonly id: string; readonly kind: "INCOME_TAX" | "VAT"; readonly base: number; readonly amount: number }
    | undefined;
}

export type CommandOf<Kind extends Command["kind"]> = Extract<Command, { readonly kind: Kind }>;
