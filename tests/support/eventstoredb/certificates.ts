import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A certificate with its private key, both in PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** What certificates are issued by: a key that signs, and the name it signs under. */
export interface Authority extends Certificate {
  /** Issues to servers that are reached at 127.0.0.1 or localhost, and to users, who are named by it. */
  issue(commonName: string): Certificate;
}

const DAY_MS = 86_400_000;
const VALID_DAYS = 2;

const ECDSA_WITH_SHA256 = sequence(oid(1, 2, 840, 10045, 4, 3, 2));
const COMMON_NAME = oid(2, 5, 4, 3);
const SUBJECT_ALTERNATIVE_NAME = oid(2, 5, 29, 17);
const BASIC_CONSTRAINTS = oid(2, 5, 29, 19);
const KEY_USAGE = oid(2, 5, 29, 15);
/** The bits keyCertSign, and digitalSignature. */
const SIGNS_CERTIFICATES = tagged(0x03, Buffer.from([2, 0x04]));
const SIGNS_MESSAGES = tagged(0x03, Buffer.from([7, 0x80]));
const TRUE = tagged(0x01, Buffer.from([0xff]));

/** A certificate authority of a test's own: X.509 (RFC 5280) on the curve P-256, valid for a day before and a day after now. */
export function makeAuthority(commonName: string): Authority {
  const pair = newKeys();
  const own = certificateOf(commonName, pair.publicKey, { commonName, key: pair.privateKey }, [
    sequence(BASIC_CONSTRAINTS, TRUE, octets(sequence(TRUE))),
    sequence(KEY_USAGE, TRUE, octets(SIGNS_CERTIFICATES)),
  ]);
  return {
    certificate: own,
    key: pemOf(pair.privateKey),
    issue(subject) {
      const { publicKey, privateKey } = newKeys();
      const hosts = sequence(tagged(0x82, Buffer.from("localhost")), tagged(0x87, Buffer.from([127, 0, 0, 1])));
      const extensions = [sequence(KEY_USAGE, TRUE, octets(SIGNS_MESSAGES)), sequence(SUBJECT_ALTERNATIVE_NAME, octets(hosts))];
      return {
        certificate: certificateOf(subject, publicKey, { commonName, key: pair.privateKey }, extensions),
        key: pemOf(privateKey),
      };
    },
  };
}

interface Issuer {
  readonly commonName: string;
  readonly key: KeyObject;
}

function certificateOf(subject: string, publicKey: KeyObject, issuer: Issuer, extensions: readonly Buffer[]): string {
  const now = Date.now();
  const content = sequence(
    tagged(0xa0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    nameOf(issuer.commonName),
    sequence(time(now - (VALID_DAYS / 2) * DAY_MS), time(now + (VALID_DAYS / 2) * DAY_MS)),
    nameOf(subject),
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(...extensions)),
  );
  const signed = sequence(content, ECDSA_WITH_SHA256, bits(sign("sha256", content, issuer.key)));
  const lines = signed.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

function newKeys(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

function pemOf(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

function nameOf(commonName: string): Buffer {
  return sequence(tagged(0x31, sequence(COMMON_NAME, tagged(0x0c, Buffer.from(commonName)))));
}

/** DER: one byte that tells the kind, the length, and the content. */
function tagged(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(body)]), body]);
}

/** In as few bytes as it takes; nothing here is longer than 64 KiB. */
function lengthOf({ length }: Buffer): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function integer(bigEndian: Buffer): Buffer {
  return tagged(0x02, bigEndian);
}

function octets(content: Buffer): Buffer {
  return tagged(0x04, content);
}

function bits(content: Buffer): Buffer {
  return tagged(0x03, Buffer.from([0]), content);
}

/** YYMMDDHHMMSSZ */
function time(ms: number): Buffer {
  const text = new Date(ms).toISOString().replace(/[-T:]/g, "").slice(2, 14);
  return tagged(0x17, Buffer.from(`${text}Z`));
}

/** The first two numbers share a byte; each other takes seven bits a byte. */
function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
  const bytes = rest.flatMap((number) => {
    const groups = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return tagged(0x06, Buffer.from([first * 40 + second, ...bytes]));
}
