import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import { type Locale, languageOf, problemPath, refusalCatalogue, sentenceOf } from "../../application/refusal-catalogue.ts";

interface ConnectionError extends Error {
  readonly code?: string;
}

const LINES: Readonly<Record<string, readonly [number, string, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout", "a complete request in time"],
  HPE_HEADER_OVERFLOW: [431, "Request Header Fields Too Large", "shorter headers"],
};

/** What reaches no route, because it is no HTTP or did not arrive in time, is answered on the bare socket in the same shape. */
export function clientErrorHandler(locale: Locale): (error: ConnectionError, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === "ECONNRESET" || socket.destroyed) return;
    if (!socket.writable) {
      socket.destroy(error);
      return;
    }
    const [status, reason, expected] = LINES[error.code ?? ""] ?? [400, "Bad Request", "HTTP"];
    const facts = { expected };
    const detail = sentenceOf("MALFORMED", facts, locale);
    const title = refusalCatalogue.MALFORMED.title[languageOf(locale)];
    const traceId = randomUUID().replaceAll("-", "");
    const violations = [{ code: "MALFORMED", detail, facts }];
    const body = JSON.stringify({
      type: problemPath("MALFORMED"),
      title,
      status,
      detail,
      instance: "",
      code: "MALFORMED",
      facts,
      violations,
      traceId,
    });
    const head = [
      `HTTP/1.1 ${status} ${reason}`,
      "Content-Type: application/problem+json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
    ];
    socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
  };
}
