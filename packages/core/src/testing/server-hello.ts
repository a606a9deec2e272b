const HANDSHAKE = 0x16;
const SERVER_HELLO = 0x02;
const SUPPORTED_VERSIONS = 0x002b;
/** The cipher suites of TLS 1.3 (RFC 8446, appendix B.4). */
const CIPHERS: Readonly<Record<number, string>> = {
  4865: "TLS_AES_128_GCM_SHA256",
  4866: "TLS_AES_256_GCM_SHA384",
  4867: "TLS_CHACHA20_POLY1305_SHA256",
};

/**
 * What a listening end negotiated, read from the first bytes that it sent. Undefined if they are no TLS
 * ServerHello. The cipher is undefined before TLS 1.3.
 */
export function readServerHello(
  bytes: Buffer,
): { readonly version: string; readonly cipher: string | undefined } | undefined {
  if (bytes[0] !== HANDSHAKE || bytes[5] !== SERVER_HELLO) return undefined;
  // A record header of 5 bytes, a message header of 4, the version, 32 random bytes, and the session's id.
  let at = 5 + 4 + 2 + 32;
  at += 1 + bytes.readUInt8(at);
  const cipher = CIPHERS[bytes.readUInt16BE(at)];
  // The cipher, the compression, and the length of the extensions.
  at += 2 + 1;
  const end = at + 2 + bytes.readUInt16BE(at);
  at += 2;
  // Only TLS 1.3 sends this extension.
  for (; at < end; at += 4 + bytes.readUInt16BE(at + 2)) {
    if (bytes.readUInt16BE(at) === SUPPORTED_VERSIONS) return { version: "TLSv1.3", cipher };
  }
  return { version: "TLSv1.2", cipher };
}
