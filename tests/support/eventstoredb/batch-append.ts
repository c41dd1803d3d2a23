import shared from "@eventstore/db-client/generated/shared_pb.js";
import statusMessages from "@eventstore/db-client/generated/status_pb.js";
import streams from "@eventstore/db-client/generated/streams_pb.js";
import type { ServerDuplexStream } from "@grpc/grpc-js";
import anyMessages from "google-protobuf/google/protobuf/any_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import type { CalledNode } from "./called-node.ts";
import { isBreak } from "./faults.ts";
import { broken, identifierOf, nameOf, proposedOf } from "./messages.ts";
import { ANY, type AppendAnswer, type Expected, NO_STREAM, type Proposed } from "./stored-log.ts";

type BatchCall = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

interface Gathering {
  readonly stream: string;
  readonly expected: Expected;
  readonly deadlineMs: number;
  readonly events: Proposed[];
}

/** Appends that share one stream of requests and answers, told apart by correlation id. */
export function batchAppend(node: CalledNode, call: BatchCall): void {
  const gathering = new Map<string, Gathering>();
  node.batchStreams += 1;
  call.on("error", () => undefined);
  call.on("end", () => call.end());
  call.on("data", (message: streams.BatchAppendReq) => {
    const correlation = message.getCorrelationId()?.getString() ?? "";
    const options = message.getOptions();
    if (options !== undefined) gathering.set(correlation, begin(options));
    const append = gathering.get(correlation);
    if (append === undefined) return;
    append.events.push(...message.getProposedMessagesList().map(proposedOf));
    if (!message.getIsFinal()) return;
    gathering.delete(correlation);
    node.whenThawed(() => answerBatch(node, call, message, append));
  });
}

function answerBatch(node: CalledNode, call: BatchCall, message: streams.BatchAppendReq, append: Gathering): void {
  const fault = node.faultOf("append", append.stream, call.getPeer());
  if (isBreak(fault)) return void call.emit("error", broken(fault));
  if (fault === "silence") return;
  if (fault === "clean end") return void call.end();
  const inTime = append.deadlineMs > node.nowMs();
  const answer = inTime ? node.append(append.stream, append.expected, append.events) : undefined;
  if (fault === "silence after storing") return;
  if (fault === "clean end after storing") return void call.end();
  if (fault === "failure after storing") return void call.emit("error", broken("failure"));
  const response = new streams.BatchAppendResp();
  response.setCorrelationId(message.getCorrelationId());
  response.setStreamIdentifier(identifierOf(append.stream));
  fillBatchAnswer(response, fault === "wrong version after storing" ? wrongAfter(answer, append.expected) : answer);
  const send = () => call.writable && call.write(response);
  if (fault === "late answer") setTimeout(send, node.faults.lateMs);
  else send();
  if (fault === "two answers") send();
}

function begin(options: streams.BatchAppendReq.Options): Gathering {
  const stream = nameOf(options.getStreamIdentifier());
  const expected = options.hasNoStream() ? NO_STREAM : options.hasStreamPosition() ? BigInt(options.getStreamPosition()) : ANY;
  return { stream, expected, deadlineMs: options.getDeadline()?.toDate().getTime() ?? Number.POSITIVE_INFINITY, events: [] };
}

function fillBatchAnswer(response: streams.BatchAppendResp, answer: AppendAnswer | undefined): void {
  if (answer?.kind === "success") {
    const success = new streams.BatchAppendResp.Success();
    const position = new shared.AllStreamPosition();
    position.setCommitPosition(String(answer.position));
    position.setPreparePosition(String(answer.position));
    success.setPosition(position);
    if (answer.revision >= 0n) success.setCurrentRevision(String(answer.revision));
    else success.setNoStream(new emptyMessages.Empty());
    response.setSuccess(success);
    return;
  }
  const [name, details] = errorDetails(answer);
  const any = new anyMessages.Any();
  any.pack(details, name, "type.googleapis.com");
  const error = new statusMessages.Status();
  error.setDetails(any);
  response.setError(error);
}

function errorDetails(answer: Exclude<AppendAnswer, { kind: "success" }> | undefined): [string, Uint8Array] {
  if (answer === undefined) return ["event_store.client.Timeout", new shared.Timeout().serializeBinary()];
  if (answer.kind === "too large") {
    const details = new shared.MaximumAppendSizeExceeded();
    details.setMaxappendsize(answer.limit);
    return ["event_store.client.MaximumAppendSizeExceeded", details.serializeBinary()];
  }
  const details = new shared.WrongExpectedVersion();
  if (answer.current === NO_STREAM) details.setCurrentNoStream(new emptyMessages.Empty());
  else details.setCurrentStreamRevision(String(answer.current));
  if (answer.expected === ANY) details.setExpectedAny(new emptyMessages.Empty());
  else if (answer.expected === NO_STREAM) details.setExpectedNoStream(new emptyMessages.Empty());
  else details.setExpectedStreamPosition(String(answer.expected));
  return ["event_store.client.WrongExpectedVersion", details.serializeBinary()];
}

function wrongAfter(answer: AppendAnswer | undefined, expected: Expected): AppendAnswer {
  return { kind: "wrong version", expected, current: answer?.kind === "success" ? answer.revision : NO_STREAM };
}
