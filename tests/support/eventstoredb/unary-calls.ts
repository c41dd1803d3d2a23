import streams from "@eventstore/db-client/generated/streams_pb.js";
import { Metadata, type ServerReadableStream, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import type { CalledNode } from "./called-node.ts";
import { isBreak } from "./faults.ts";
import { broken, nameOf, proposedOf } from "./messages.ts";
import { ANY, type AppendAnswer, type Expected, NO_STREAM, type Proposed } from "./stored-log.ts";

type SingleCall = ServerReadableStream<streams.AppendReq, streams.AppendResp>;
type DeleteCall = ServerUnaryCall<streams.DeleteReq, streams.DeleteResp>;

/** One append in a call of its own: what the client uses with credentials per call. */
export function singleAppend(node: CalledNode, call: SingleCall, answer: sendUnaryData<streams.AppendResp>): void {
  let options: streams.AppendReq.Options | undefined;
  const events: Proposed[] = [];
  node.singleAppends += 1;
  call.on("error", () => undefined);
  call.on("data", (message: streams.AppendReq) => {
    options ??= message.getOptions();
    const proposed = message.getProposedMessage();
    if (proposed !== undefined) events.push(proposedOf(proposed));
  });
  call.on("end", () => {
    const stream = nameOf(options?.getStreamIdentifier());
    const fault = node.faultOf("append", stream, call.getPeer());
    if (isBreak(fault)) return answer(broken(fault));
    if (fault === "silence") return;
    const expected = options?.hasNoStream() ? NO_STREAM : options?.hasRevision() ? BigInt(options.getRevision()) : ANY;
    const result = node.append(stream, expected, events);
    if (fault === "silence after storing") return;
    if (fault === "failure after storing") return answer(broken("failure"));
    if (result.kind === "too large") return answer(tooLarge(result.limit));
    answer(null, singleAnswer(result));
  });
}

function singleAnswer(result: Exclude<AppendAnswer, { kind: "too large" }>): streams.AppendResp {
  const response = new streams.AppendResp();
  if (result.kind === "success") {
    const success = new streams.AppendResp.Success();
    const position = new streams.AppendResp.Position();
    position.setCommitPosition(String(result.position));
    position.setPreparePosition(String(result.position));
    success.setPosition(position);
    if (result.revision >= 0n) success.setCurrentRevision(String(result.revision));
    else success.setNoStream(new emptyMessages.Empty());
    response.setSuccess(success);
    return response;
  }
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (result.current >= 0n) wrong.setCurrentRevision(String(result.current));
  else wrong.setCurrentNoStream(new emptyMessages.Empty());
  if (result.expected === ANY) wrong.setExpectedAny(new emptyMessages.Empty());
  else if (result.expected === NO_STREAM) wrong.setExpectedNoStream(new emptyMessages.Empty());
  else wrong.setExpectedRevision(String(result.expected));
  response.setWrongExpectedVersion(wrong);
  return response;
}

/** A soft delete: the stream can be begun again. */
export function deleteStream(node: CalledNode, { request }: DeleteCall, answer: sendUnaryData<streams.DeleteResp>): void {
  const options = request.getOptions();
  const stream = nameOf(options?.getStreamIdentifier());
  const expected = options?.hasRevision() ? BigInt(options.getRevision()) : ANY;
  const deleted = node.softDelete(stream, expected);
  if (deleted.kind === "success") answer(null, deletedAt(deleted.position));
  else answer(wrongVersion(stream, deleted.kind === "wrong version" ? deleted.current : NO_STREAM, expected));
}

function deletedAt(place: bigint): streams.DeleteResp {
  const position = new streams.DeleteResp.Position();
  position.setCommitPosition(String(place));
  position.setPreparePosition(String(place));
  const response = new streams.DeleteResp();
  response.setPosition(position);
  return response;
}

/** Errors that are no answers of the protocol carry what they are in trailers. */
function wrongVersion(stream: string, current: bigint, expected: Expected) {
  const metadata = new Metadata();
  metadata.set("exception", "wrong-expected-version");
  metadata.set("stream-name", stream);
  metadata.set("expected-version", String(expected === ANY ? -2 : expected));
  metadata.set("actual-version", String(current));
  return { code: status.FAILED_PRECONDITION, details: "Wrong expected version", metadata };
}

function tooLarge(limit: number) {
  const metadata = new Metadata();
  metadata.set("exception", "maximum-append-size-exceeded");
  metadata.set("maximum-append-size", String(limit));
  return { code: status.INVALID_ARGUMENT, details: "Maximum Append Size Exceeded", metadata };
}
