import { problemSummary } from "../api/problem-sentence.ts";
import { printable } from "../output.ts";
import type { SentLine, UnreadableLine } from "./sent-line.ts";

/** What became of one line. */
export interface Verdict {
  readonly line: number;
  readonly key: string;
  readonly command: string;
  /** The stream that was changed, or was to be. */
  readonly id: string;
  readonly status: number;
  /** Of a refusal; empty when it was accepted. */
  readonly code: string;
  readonly sentence: string;
  readonly commandId?: string;
  readonly revision?: number;
  readonly position?: string;
}

/** One line of the server's answer. */
export interface LineResult {
  readonly status: number;
  readonly body: unknown;
}

export const isAccepted = ({ status }: Pick<Verdict, "status">) => status < 300;

/** True for an answer that is none yet: the same line with the same key may well be answered otherwise in a moment. */
export function isPassing({ status, body }: LineResult): boolean {
  const { code } = (typeof body === "object" && body !== null ? body : {}) as { readonly code?: unknown };
  return status >= 500 || status === 429 || status === 408 || code === "IN_PROGRESS";
}

export function verdictOf({ number, key, command, stream }: SentLine, { status, body }: LineResult): Verdict {
  const named = { line: number, key, command: command === "" ? "-" : command };
  if (status >= 300) return { ...named, id: stream === "" ? "-" : stream, status, ...problemSummary(status, body) };
  const {
    streamId = stream,
    revision,
    position,
    commandId,
  } = body as { streamId?: string; revision?: number; position?: string; commandId?: string };
  return {
    ...named,
    id: streamId,
    status,
    code: "",
    sentence: acceptedSentence(status, revision),
    ...(commandId !== undefined && { commandId }),
    ...(revision !== undefined && { revision }),
    ...(position !== undefined && { position }),
  };
}

function acceptedSentence(status: number, revision: number | undefined): string {
  if (status === 202) return "Waits for approval.";
  if (status === 200) return "Accepted; there was nothing to change.";
  return revision === undefined ? "Accepted." : `Accepted as revision ${revision}.`;
}

export function verdictOfUnreadable({ number, key, problem }: UnreadableLine): Verdict {
  return { line: number, key, command: "-", id: "-", status: 400, code: "MALFORMED", sentence: problem };
}

/** `12 422 apply-payment account-103.CO01.COP OVER_APPLICATION The instalment FV-1.1 has 80.00 open.` */
export function verdictText({ line, status, command, id, code, sentence }: Verdict): string {
  return `${[line, status, command, id, code === "" ? "-" : code, sentence].map((word) => printable(String(word))).join(" ")}\n`;
}
