import { StoreUnavailable } from "../port.ts";
import { unavailable } from "./failure.ts";

/** The node cannot be used as it was given: trying again changes nothing, another setting does. */
export class UnusableNode extends Error {
  override readonly name = "UnusableNode";
}

/** gRPC's status for a user or password that is not known. */
const UNAUTHENTICATED = 16;

/**
 * Why the first calls to a node failed, in a sentence for whoever set the connection string: an `UnusableNode` where the setting is wrong,
 * `StoreUnavailable` where the node may just not be there. Holds no password.
 */
export function whyUnusable(error: unknown, connectionString: string): Error {
  if (error instanceof UnusableNode || error instanceof StoreUnavailable) return error;
  const { type, code, message = "" } = error as { type?: string; code?: number; message?: string };
  const { user, hosts } = addressOf(connectionString);
  const who = user === undefined ? "somebody without a user" : `user "${user}"`;
  if (code === UNAUTHENTICATED) return new UnusableNode(`EventStoreDB at ${hosts} does not know ${who} by this password or certificate`);
  if (type === "access-denied" || message.includes("PERMISSION_DENIED")) {
    return new UnusableNode(`EventStoreDB at ${hosts} refuses ${who}: the log needs to append, and to read $all`);
  }
  const untrusted =
    /self[- ]signed certificate|unable to (?:verify|get)[a-z ]*(?:certificate|issuer)|certificate has expired|altnames/i.exec(message);
  if (untrusted !== null) {
    return new UnusableNode(
      `The certificate of EventStoreDB at ${hosts} is not trusted (${untrusted[0]}): tlsCAFile names its authority's`,
    );
  }
  if (/wrong version number|packet length too long/.test(message)) {
    return new UnusableNode(
      `EventStoreDB at ${hosts} does not speak TLS: tls=false is for such a node, on a network that is to be trusted`,
    );
  }
  const hint = /[?&]tls=false/i.test(connectionString) ? "; a node with TLS does not answer a client with tls=false" : "";
  return unavailable(`EventStoreDB at ${hosts} cannot be reached${hint}`, error);
}

/** User and hosts of a connection string; never the password, whatever characters it has. */
function addressOf(connectionString: string): { readonly user: string | undefined; readonly hosts: string } {
  const [, user, hosts = ""] = /^[^:]+:\/\/(?:([^:@]+):.*@)?([^@?/]*)/.exec(connectionString.split("?")[0] ?? "") ?? [];
  return { user: user === undefined ? undefined : decodeURIComponent(user), hosts };
}
