import { type AllStreamRecordedEvent, type EventStoreDBClient, type Position, START } from "@eventstore/db-client";
import type { LogNames } from "./names.ts";

export interface Heard {
  event(event: AllStreamRecordedEvent): void;
  /** Everything before has been heard. */
  checkpoint(position: Position): void;
  /** Nothing more will come. Called once or more. */
  ended(): void;
}

/**
 * Subscribes to what concerns a ledger, behind a position. Nothing that a listener throws gets into the client, where it would end the
 * process: it ends the subscription.
 */
export function followAll(client: EventStoreDBClient, names: LogNames, after: Position | undefined, heard: Heard): { close(): void } {
  const ended = () => {
    try {
      heard.ended();
    } catch {
      // There is nothing left to end.
    }
  };
  const guarded = (listen: () => void) => {
    try {
      listen();
    } catch {
      ended();
      close();
    }
  };
  const filter = names.filter(async (_subscription, position) => {
    // Events before the checkpoint may still be on their way through the stream's buffer.
    if (subscription.readableLength === 0) guarded(() => heard.checkpoint(position));
  });
  const subscription = client.subscribeToAll({ fromPosition: after ?? START, filter });
  const close = () => void subscription.unsubscribe().catch(() => undefined);
  subscription.on("data", ({ event }) => {
    if (event !== undefined) guarded(() => heard.event(event));
  });
  for (const name of ["error", "end", "close"] as const) subscription.on(name, ended);
  return { close };
}
