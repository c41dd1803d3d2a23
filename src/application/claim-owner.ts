import type { StoredEvent } from "../event-store/port.ts";

/** What a clerk needs to find the owner of a claim: the identifier in its event, and where it stands. */
export function ownerOf({ stream, data }: StoredEvent): string {
  const body = JSON.parse(data) as Record<string, unknown>;
  const id = body.documentId ?? body.receiptId ?? body.customerId;
  return typeof id === "string" && !stream.endsWith(`-${id}`) ? `${id} (${stream})` : stream;
}
