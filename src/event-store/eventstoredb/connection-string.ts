import { EventStoreDBClient } from "@eventstore/db-client";
import { UnusableNode } from "./unusable-node.ts";

const OPTIONS = new Set(
  [
    ...["connectionName", "defaultDeadline", "discoveryInterval", "gossipTimeout", "keepAliveInterval", "keepAliveTimeout"],
    ...[
      "maxDiscoverAttempts",
      "nodePreference",
      "throwOnAppendFailure",
      "tls",
      "tlsCAFile",
      "tlsVerifyCert",
      "userCertFile",
      "userKeyFile",
    ],
  ].map(flat),
);

/**
 * A client as the connection string says. Throws `UnusableNode` when it cannot be read, names an option that the client would pass over, or a
 * file that is not there. What the client says about a connection string, on the console and in its errors, shows the password, so it never
 * gets one to complain about.
 */
export function clientFor(connectionString: string): EventStoreDBClient {
  for (const [, name = "", value] of connectionString.matchAll(/[?&]([^=&]+)=([^&]*)/g)) {
    if (!OPTIONS.has(flat(name))) throw new UnusableNode(`"${name}" is no option of a connection to EventStoreDB`);
    if (flat(name) === "tlsverifycert" && value === "false") {
      throw new UnusableNode("tlsVerifyCert=false has no effect in this client; tlsCAFile names the certificate of an authority to trust");
    }
  }
  try {
    return EventStoreDBClient.connectionString(connectionString);
  } catch (error) {
    const { message, expected } = error as Error & { expected?: string };
    throw new UnusableNode(expected === undefined ? message : `The connection string cannot be read: ${expected} is expected in it`);
  }
}

/** The client does not mind how an option is written. */
function flat(name: string): string {
  return name.trim().toLowerCase().replace(/[_-]/g, "");
}
