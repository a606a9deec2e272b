import { X509Certificate } from "node:crypto";
import { chownSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCertificate, readOrMakeSecrets, readSecrets, SERVER_NAME } from "./secrets.js";

const A_YEAR_MS = 365 * 86_400_000;
const isRoot = process.getuid?.() === 0;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "compose-demo-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (name: string) => statSync(join(folder, name)).mode & 0o777;
const refusal = expect.objectContaining({ setting: "SECRETS_DIR" });

describe("readOrMakeSecrets", () => {
  it("makes a token and a certificate once, in a folder that it makes too", async () => {
    folder = join(folder, "secrets");
    const made = await readOrMakeSecrets(folder);
    expect(made.token).toMatch(/^[\w-]{32}$/);
    expect(made.isNew).toBe(true);
    expect(await readOrMakeSecrets(folder)).toEqual({ ...made, isNew: false });
    expect(readSecrets(folder)).toEqual({ token: made.token, certificate: made.certificate });
    expect(readdirSync(folder).toSorted()).toEqual(["certificate.pem", "key.pem", "token"]);
  });

  it("makes others elsewhere", async () => {
    const [one, other] = [
      await readOrMakeSecrets(join(folder, "1")),
      await readOrMakeSecrets(join(folder, "2")),
    ];
    expect(one.token).not.toBe(other.token);
    expect(one.key).not.toBe(other.key);
  });

  it("makes a certificate for one name, with which the key of its file goes", async () => {
    const { certificate, key } = await readOrMakeSecrets(folder);
    const made = new X509Certificate(certificate);
    expect(made.checkHost(SERVER_NAME)).toBe(SERVER_NAME);
    expect(made.checkHost("localhost")).toBeUndefined();
    expect(Date.parse(made.validTo) - Date.now()).toBeGreaterThan(9 * A_YEAR_MS);
    expect(key).toContain("PRIVATE KEY");
  });

  it.skipIf(process.platform === "win32")("lets only the owner read the token and the key", async () => {
    await readOrMakeSecrets(folder);
    expect(["token", "key.pem", "certificate.pem"].map(modeOf)).toEqual([0o600, 0o600, 0o644]);
  });

  it("keeps what is there, and finishes what was killed before its certificate was written", async () => {
    writeFileSync(join(folder, "token"), "mine\n");
    writeFileSync(join(folder, "key.pem"), "half");
    const { token, key, isNew } = await readOrMakeSecrets(folder);
    expect({ token, isNew }).toEqual({ token: "mine", isNew: false });
    expect(key).toContain("PRIVATE KEY");
  });

  it("refuses what is no folder, and a token that cannot be sent", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    await expect(readOrMakeSecrets(file)).rejects.toThrow(refusal);
    writeFileSync(join(folder, "token"), "two words");
    await expect(readOrMakeSecrets(folder)).rejects.toThrow(refusal);
    await expect(readOrMakeSecrets(folder)).rejects.not.toThrow(/two words/);
  });
});

describe("readSecrets", () => {
  it("needs both", async () => {
    expect(() => readSecrets(folder)).toThrow(refusal);
    writeFileSync(join(folder, "token"), "mine\n");
    expect(() => readSecrets(folder)).toThrow(refusal);
    expect(() => readCertificate(folder)).toThrow(/certificate\.pem/);
  });

  it.skipIf(!isRoot)("is root again after it has read what belongs to others", async () => {
    await readOrMakeSecrets(folder);
    for (const name of readdirSync(folder)) chownSync(join(folder, name), 4321, 4321);
    chownSync(folder, 4321, 4321);
    expect(readSecrets(folder).token).toHaveLength(32);
    expect(process.geteuid?.()).toBe(0);
  });
});
