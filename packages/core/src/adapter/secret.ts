import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Adapter } from "./contract.js";

/** How many characters a secret has. */
export const SECRET_LENGTH = 32;
const SECRET = /^[\w-]{32}$/;

/** Makes the secret of a session: 32 characters of A-Z, a-z, 0-9, - and _, so that it can stand in any handshake. */
export function newSecret(): string {
  return randomBytes(24).toString("base64url");
}

/** Whether a value may be a secret. */
export function isSecret(value: unknown): value is string {
  return typeof value === "string" && SECRET.test(value);
}

/** Compares two secrets. How long it takes does not show how they differ. */
export function sameSecret(secret: string, presented: string | undefined): boolean {
  if (!isSecret(presented)) return false;
  return timingSafeEqual(Buffer.from(secret, "latin1"), Buffer.from(presented, "latin1"));
}

/** Whether only the other end of a session can open a link: with its secret, or with a certificate. */
export function keepsStrangersOut({ supports, tls }: Pick<Adapter, "supports" | "tls">): boolean {
  return supports.secret === true || (tls?.kind === "own" && tls.clientCertificate);
}
