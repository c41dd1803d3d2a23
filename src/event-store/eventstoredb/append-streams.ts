import type { Duplex } from "node:stream";
import type { EventStoreDBClient } from "@eventstore/db-client";

type Creator = (grpcClient: unknown) => Duplex;
type StreamCreator = (service: unknown, name: string, creator: Creator, cache?: unknown) => () => Promise<Duplex>;
type Listener = (message: unknown) => void;

/**
 * Mends three faults of the client's append stream, two of which end the process:
 *
 * - It looks every answer up among the appends under way and throws in an event handler when there is none: for an answer that comes twice, or
 *   after the append was given up with its connection. Such an answer is let go; whoever still waits asks again.
 * - What waits for a full stream to drain is rejected where nobody listens when the connection breaks. So nothing waits here: how much is under
 *   way at once is bounded before it comes to the client.
 * - It goes on writing into a stream that the node has ended cleanly, from which no answer comes any more. Such an end becomes the failure that
 *   it is, of all appends under way.
 */
export function mendAppendStreams(client: EventStoreDBClient): EventStoreDBClient {
  const inside = client as unknown as { GRPCStreamCreator: StreamCreator };
  const createStream = inside.GRPCStreamCreator;
  inside.GRPCStreamCreator = (service, name, creator, cache) =>
    createStream(service, name, name === "appendToStream" ? (grpcClient) => mended(creator(grpcClient)) : creator, cache);
  return client;
}

function mended(stream: Duplex): Duplex {
  for (const listener of stream.listeners("data") as Listener[]) {
    stream.removeListener("data", listener);
    stream.on("data", (message: unknown) => {
      try {
        listener(message);
      } catch {
        // Nobody waits for this answer.
      }
    });
  }
  const write = stream.write.bind(stream) as (message: unknown) => boolean;
  stream.write = (message: unknown) => {
    write(message);
    return true;
  };
  stream.on("end", () => stream.destroy(new Error("The node ended the stream of appends")));
  return stream;
}
