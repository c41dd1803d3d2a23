import featureService from "@eventstore/db-client/generated/serverfeatures_grpc_pb.js";
import features from "@eventstore/db-client/generated/serverfeatures_pb.js";
import streamService from "@eventstore/db-client/generated/streams_grpc_pb.js";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { batchAppend } from "./batch-append.ts";
import type { CalledNode } from "./called-node.ts";
import { type CallKind, type Fault, Faults } from "./faults.ts";
import type { LiveSubscription } from "./live-subscription.ts";
import { read, readsEverything } from "./read-calls.ts";
import type { Caller, RefusedCall, Security } from "./security.ts";
import { type AppendAnswer, type Expected, type Proposed, StoredLog } from "./stored-log.ts";
import { deleteStream, singleAppend } from "./unary-calls.ts";

const STREAMS = "event_store.client.streams.Streams";
const MESSAGE_BYTES = 17 * 1024 * 1024;

/**
 * A node of EventStoreDB as far as the ledger needs one: the real protocol over loopback, from the definitions in the npm package, with
 * the behaviour that was seen on a node of version 24.2. It can misbehave on demand (`faults`) and be stopped and started on the same log.
 */
export class TestNode implements CalledNode {
  readonly log: StoredLog;
  readonly faults = new Faults();
  /** How far the node's clock is ahead of ours. */
  clockAheadMs = 0;
  /** How many streams of batch appends clients have opened, and how many appends came in calls of their own. */
  batchStreams = 0;
  singleAppends = 0;
  /** Every subscription that was ever opened, in order. */
  readonly subscriptions: LiveSubscription[] = [];
  /** Connections on which every call fails with INTERNAL. */
  readonly #brokenPeers = new Set<string>();
  readonly #peers = new Set<string>();
  readonly #security: Security | undefined;
  #server: Server | undefined;
  #port = 0;
  #frozen: (() => void)[] | undefined;
  /** After how many more appends the node dies; and whether the last of them is still stored. */
  #diesAfter: { appends: number; storesTheLast: boolean } | undefined;

  /** With security, over TLS and for its users; else in clear and for everybody. */
  constructor(log = new StoredLog(), security?: Security) {
    this.log = log;
    this.#security = security;
  }

  /** Without user and authority, which a secured node asks for. */
  get connectionString(): string {
    return `esdb://${this.address}?tls=${this.#security !== undefined}`;
  }

  /** By name where there is a certificate: names of servers in TLS are no numbers. */
  get address(): string {
    return `${this.#security === undefined ? "127.0.0.1" : "localhost"}:${this.#port}`;
  }

  async start(port = 0): Promise<void> {
    const server = new Server({ "grpc.max_receive_message_length": MESSAGE_BYTES });
    server.addService(featureService.ServerFeaturesService, {
      getSupportedMethods: (_call: unknown, answer: (error: null, methods: features.SupportedMethods) => void) => answer(null, supported()),
    });
    server.addService(streamService.StreamsService, {
      read: this.#streaming((call: Parameters<typeof read>[1]) => read(this, call), readsEverything),
      append: this.#answering((call: Parameters<typeof singleAppend>[1], answer) => singleAppend(this, call, answer)),
      batchAppend: this.#streaming((call: Parameters<typeof batchAppend>[1]) => batchAppend(this, call)),
      delete: this.#answering((call: Parameters<typeof deleteStream>[1], answer) => deleteStream(this, call, answer)),
      tombstone: () => undefined,
    });
    this.#port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${port}`, this.#security?.serverCredentials ?? ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    this.#server = server;
  }

  /** A call that is answered by a stream, for whom security lets in. */
  #streaming<C extends Caller & { emit(name: "error", error: Error): unknown }>(
    handle: (call: C) => void,
    readsEverything?: (call: C) => boolean,
  ) {
    return (call: C) => {
      const refusal = this.#security?.refusalOf(call, readsEverything?.(call) ?? false);
      if (refusal === undefined) handle(call);
      else call.emit("error", refusal);
    };
  }

  /** A call that is answered once, for whom security lets in. */
  #answering<C extends Caller, A extends (error: RefusedCall) => void>(handle: (call: C, answer: A) => void) {
    return (call: C, answer: A) => {
      const refusal = this.#security?.refusalOf(call, false);
      if (refusal === undefined) handle(call, answer);
      else answer(refusal);
    };
  }

  /** Gone at once, connections and all; the log stays. */
  stop(): void {
    this.#server?.forceShutdown();
    this.#server = undefined;
    this.thaw();
  }

  nowMs(): number {
    return Date.now() + this.clockAheadMs;
  }

  append(stream: string, expected: Expected, events: readonly Proposed[]): AppendAnswer {
    const answer = this.log.append(stream, expected, events, this.nowMs());
    setImmediate(() => {
      for (const subscription of this.subscriptions) subscription.goOn(this.log.all);
    });
    return answer;
  }

  softDelete(stream: string, expected: Expected): AppendAnswer {
    return this.log.softDelete(stream, expected, this.nowMs());
  }

  subscribe(subscription: LiveSubscription): void {
    this.subscriptions.push(subscription);
    subscription.start(this.log.all);
  }

  /** What goes wrong with a call, if anything. */
  faultOf(call: CallKind, stream: string, peer: string): Fault | undefined {
    this.#peers.add(peer);
    if (this.#brokenPeers.has(peer)) return "internal error";
    if (call === "append" && this.#diesAfter !== undefined) return this.#dying(this.#diesAfter);
    return this.faults.take(call, stream);
  }

  /** Nothing is answered until the node thaws; then everything is, in order. */
  freeze(): void {
    this.#frozen ??= [];
  }

  thaw(): void {
    const held = this.#frozen ?? [];
    this.#frozen = undefined;
    for (const work of held) work();
  }

  whenThawed(work: () => void): void {
    if (this.#frozen === undefined) work();
    else this.#frozen.push(work);
  }

  /** Every call on the connections of now fails with INTERNAL; on new ones all is well. */
  breakConnections(): void {
    for (const peer of this.#peers) this.#brokenPeers.add(peer);
  }

  /** Dies with the append after the next `appends`, which is stored or not; nothing answers then. */
  dieAfter(appends: number, storesTheLast: boolean): void {
    this.#diesAfter = { appends, storesTheLast };
  }

  #dying(dies: { appends: number; storesTheLast: boolean }): Fault | undefined {
    dies.appends -= 1;
    if (dies.appends >= 0) return undefined;
    setImmediate(() => this.stop());
    return dies.appends === -1 && dies.storesTheLast ? "silence after storing" : "silence";
  }
}

function supported(): features.SupportedMethods {
  const methods = new features.SupportedMethods();
  methods.setEventStoreServerVersion("24.2.0");
  methods.setMethodsList(
    ["Read", "Append", "BatchAppend", "Delete"].map((name) => {
      const method = new features.SupportedMethod();
      method.setServiceName(STREAMS);
      method.setMethodName(name);
      return method;
    }),
  );
  return methods;
}

/** A node of a test's own, stopped when the test ends. */
export async function startTestNode(t: { teardown(fn: () => void): unknown }, log?: StoredLog, security?: Security): Promise<TestNode> {
  const node = new TestNode(log, security);
  await node.start();
  t.teardown(() => node.stop());
  return node;
}
