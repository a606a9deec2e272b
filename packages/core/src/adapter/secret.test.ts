import { describe, expect, it } from "vitest";
import { isSecret, newSecret, sameSecret } from "./secret.js";

describe("a secret", () => {
  it("is new each time, and can stand in any handshake", () => {
    const made = Array.from({ length: 100 }, newSecret);
    expect(new Set(made).size).toBe(100);
    for (const secret of made) expect(isSecret(secret)).toBe(true);
  });

  it("is only the same as itself", () => {
    const secret = newSecret();
    expect(sameSecret(secret, `${secret}`)).toBe(true);
    for (const other of [undefined, "", secret.slice(1), `${secret}x`, newSecret(), "ä".repeat(32)]) {
      expect(sameSecret(secret, other)).toBe(false);
    }
  });
});
