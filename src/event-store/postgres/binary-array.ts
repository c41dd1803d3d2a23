/**
 * Array parameters in PostgreSQL's binary format. The driver sends a Buffer as it is; text arrays would have every quote of every JSON text
 * escaped here and unescaped there, which is most of the work of a batch.
 */
const OID = { int4: 23, int8: 20, text: 25, uuid: 2950 } as const;
const HEADER_BYTES = 20;

export function textArray(values: readonly string[]): Buffer {
  let bytes = HEADER_BYTES;
  const sizes = values.map((value) => {
    const size = Buffer.byteLength(value);
    bytes += 4 + size;
    return size;
  });
  const buffer = header(OID.text, values.length, bytes);
  let at = HEADER_BYTES;
  values.forEach((value, index) => {
    const size = sizes[index] ?? 0;
    buffer.writeInt32BE(size, at);
    buffer.write(value, at + 4, size, "utf8");
    at += 4 + size;
  });
  return buffer;
}

export function uuidArray(values: readonly string[]): Buffer {
  const buffer = header(OID.uuid, values.length, HEADER_BYTES + 20 * values.length);
  values.forEach((value, index) => {
    const at = HEADER_BYTES + 20 * index;
    buffer.writeInt32BE(16, at);
    buffer.write(value.replaceAll("-", ""), at + 4, 16, "hex");
  });
  return buffer;
}

export function int4Array(values: readonly number[]): Buffer {
  const buffer = header(OID.int4, values.length, HEADER_BYTES + 8 * values.length);
  values.forEach((value, index) => {
    buffer.writeInt32BE(4, HEADER_BYTES + 8 * index);
    buffer.writeInt32BE(value, HEADER_BYTES + 8 * index + 4);
  });
  return buffer;
}

export function int8Array(values: readonly number[]): Buffer {
  const buffer = header(OID.int8, values.length, HEADER_BYTES + 12 * values.length);
  values.forEach((value, index) => {
    buffer.writeInt32BE(8, HEADER_BYTES + 12 * index);
    buffer.writeBigInt64BE(BigInt(value), HEADER_BYTES + 12 * index + 4);
  });
  return buffer;
}

/** One dimension that starts at 1, no nulls. An empty array has a dimension of length 0, which the server reads as empty. */
function header(oid: number, length: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(0, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}
