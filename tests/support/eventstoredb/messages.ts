import shared from "@eventstore/db-client/generated/shared_pb.js";
import streams from "@eventstore/db-client/generated/streams_pb.js";
import { type ServerWritableStream, status } from "@grpc/grpc-js";
import type { Proposed, Recorded } from "./stored-log.ts";

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

const TICKS_PER_MILLISECOND = 10_000n;

/** How a call breaks. */
export function broken(fault: "failure" | "internal error"): Error & { code: number; details: string } {
  const details = fault === "failure" ? "The node went away" : "Something inside the node broke";
  return Object.assign(new Error(details), { code: fault === "failure" ? status.UNAVAILABLE : status.INTERNAL, details });
}

export function nameOf(identifier: shared.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString("utf8");
}

export function identifierOf(stream: string): shared.StreamIdentifier {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream, "utf8").toString("base64"));
  return identifier;
}

export function proposedOf(message: streams.BatchAppendReq.ProposedMessage | streams.AppendReq.ProposedMessage): Proposed {
  const properties = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? "",
    type: properties.get("type") ?? "",
    contentType: properties.get("content-type") ?? "",
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

export function responseOf(event: Recorded, position = String(event.position)): streams.ReadResp {
  const id = new shared.UUID();
  id.setString(event.id);
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(id);
  recorded.setStreamIdentifier(identifierOf(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(position);
  recorded.setPreparePosition(position);
  recorded.getMetadataMap().set("type", event.type).set("content-type", event.contentType);
  recorded.getMetadataMap().set("created", String(BigInt(event.createdMs) * TICKS_PER_MILLISECOND));
  recorded.setData(event.data);
  recorded.setCustomMetadata(event.metadata);
  const readEvent = new streams.ReadResp.ReadEvent();
  readEvent.setEvent(recorded);
  readEvent.setCommitPosition(position);
  const response = new streams.ReadResp();
  response.setEvent(readEvent);
  return response;
}
