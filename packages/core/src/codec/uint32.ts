// Written by hand: a DataView per message, or the checks in Buffer's methods, cost several times as much.

/** Writes the low 32 bits of a whole number, big-endian. */
export function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

/** Reads what `writeUint32` wrote. */
export function readUint32(bytes: Uint8Array, at: number): number {
  const high = (bytes[at] as number) * 2 ** 24;
  return (
    high + (((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number))
  );
}
