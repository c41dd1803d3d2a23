import { Metadata, ServerCredentials, status } from "@grpc/grpc-js";
import { type Authority, type Certificate, makeAuthority } from "./certificates.ts";

interface User {
  readonly password: string;
  /** Everybody may read and append to streams; only administrators may read everything. */
  readonly isAdministrator: boolean;
}

export interface SecurityOptions {
  readonly users: Readonly<Record<string, User>>;
  /** Users show a certificate of the node's authority, and the name in it is who they are; none is let in without one. */
  readonly byCertificate?: boolean;
}

/** What a call shows of whoever makes it. */
export interface Caller {
  readonly metadata: Metadata;
  getAuthContext(): { readonly sslPeerCertificate?: { readonly subject: { readonly CN?: string | string[] } } } | null;
}

/** How a call is refused. */
export interface RefusedCall extends Error {
  readonly code: number;
  readonly details: string;
  readonly metadata: Metadata;
}

/** What a secured node has: a certificate, made for it on the spot, and users. */
export class Security {
  readonly authority: Authority = makeAuthority("Test authority");
  readonly #certificate: Certificate = this.authority.issue("eventstoredb-node");
  readonly #users: ReadonlyMap<string, User>;
  readonly #byCertificate: boolean;

  constructor({ users, byCertificate = false }: SecurityOptions) {
    this.#users = new Map(Object.entries(users));
    this.#byCertificate = byCertificate;
  }

  get serverCredentials(): ServerCredentials {
    const { certificate, key } = this.#certificate;
    const pair = { private_key: Buffer.from(key), cert_chain: Buffer.from(certificate) };
    return ServerCredentials.createSsl(Buffer.from(this.authority.certificate), [pair], this.#byCertificate);
  }

  /** Who may not make a call: a user or password that is not known, on any call; nobody and common users, where all streams are read. */
  refusalOf(caller: Caller, readsEverything: boolean): RefusedCall | undefined {
    const user = this.#userOf(caller);
    if (user === "unknown") return refused(status.UNAUTHENTICATED, "Received HTTP status code 401");
    if (user === undefined || (readsEverything && !user.isAdministrator)) {
      return refused(status.PERMISSION_DENIED, "Access Denied", { exception: "access-denied" });
    }
    return undefined;
  }

  #userOf(caller: Caller): User | "unknown" | undefined {
    const [header] = caller.metadata.get("authorization");
    if (header !== undefined) {
      const [, name = "", password = ""] =
        /^([^:]*):(.*)$/s.exec(Buffer.from(String(header).slice("Basic ".length), "base64").toString()) ?? [];
      const user = this.#users.get(name);
      return user?.password === password ? user : "unknown";
    }
    const name = this.#byCertificate ? caller.getAuthContext()?.sslPeerCertificate?.subject.CN : undefined;
    return name === undefined ? undefined : (this.#users.get(String(name)) ?? "unknown");
  }
}

function refused(code: number, details: string, trailers: Readonly<Record<string, string>> = {}): RefusedCall {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
}
