import { type Static, Type } from "@sinclair/typebox";

/**
 * Personal data at rest: the key of the subject opens `ciphertext`; `mac` compares two values without any key of a subject. What an event
 * keeps, and what a decision sees.
 */
export const Sealed = Type.Object(
  { subjectId: Type.String(), ciphertext: Type.String(), mac: Type.String() },
  { additionalProperties: false },
);
export type Sealed = Static<typeof Sealed>;

/** How two spellings of one value are made equal before they are compared. */
export type Normalisation = "text" | "identifier";

/**
 * Personal text in a command: a string on the wire, sealed before anything is decided. The static type is what decisions see.
 * "identifier" ignores case and everything but letters and digits (tax ids), "text" only the space around it.
 */
export const PersonalText = (maxLength: number, normalisation: Normalisation = "text") =>
  Type.Unsafe<Sealed>(
    Type.String({
      minLength: 1,
      maxLength,
      pattern: "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$",
      "x-personal": normalisation,
    }),
  );
