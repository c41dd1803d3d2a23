import { createHash } from "node:crypto";
import { type Filter, streamNameFilter } from "@eventstore/db-client";

const CLAIM = "carteraClaim-";
const FLOOR = "carteraFloor-";
const NAMESPACE = /^[A-Za-z0-9]{1,40}$/;
/** How many foreign events the node looks at between two checkpoints; its own 32 makes thousands of checkpoints of a long log. */
const SEARCH_WINDOW = 2_000;

/**
 * How the streams of one ledger are called on the node. Without a namespace they have their own names, so that the node's category
 * projections show them as the ledger does; with one, several ledgers share a node.
 */
export class LogNames {
  readonly #prefix: string;
  /** How the metadata of every event of this ledger begins. */
  readonly mark: string;
  /** Where floors of recorded time are kept. */
  readonly floor: string;

  constructor(namespace: string | undefined) {
    if (namespace !== undefined && !NAMESPACE.test(namespace))
      throw new Error(`"${namespace}" is not a namespace: up to 40 letters and digits`);
    this.#prefix = namespace === undefined ? "" : `${namespace}~`;
    this.mark = namespace === undefined ? "cartera/1 " : `cartera/1:${namespace} `;
    this.floor = `${FLOOR}${this.#prefix}time`;
  }

  /** The name of a ledger stream on the node. */
  onNode(stream: string): string {
    return `${this.#prefix}${stream}`;
  }

  /** The ledger's name of a stream on the node. */
  inLedger(onNode: string): string {
    return onNode.slice(this.#prefix.length);
  }

  /** The private stream of a claim. Keys hold any character and may be long; a hash fits everywhere. */
  claim(key: string): string {
    return `${CLAIM}${this.#prefix}${createHash("sha256").update(key).digest("hex")}`;
  }

  /** Streams that the engine keeps for itself cannot be the ledger's. */
  isReserved(stream: string): boolean {
    return this.#prefix === "" && /^(\$|carteraClaim-|carteraFloor-)/.test(stream);
  }

  /** Leaves out what the ledger never needs to hear of: the node's own events, and claims. */
  filter(checkpointReached: NonNullable<Filter["checkpointReached"]>): Filter {
    const options = { maxSearchWindow: SEARCH_WINDOW, checkpointReached };
    if (this.#prefix === "") return streamNameFilter({ regex: `^(?!\\$|${CLAIM})`, ...options });
    return streamNameFilter({ prefixes: [this.#prefix, this.floor], ...options });
  }
}
