import type { NetworkInterfaceInfo } from "node:os";
import selfsigned from "selfsigned";
import { describe, expect, it } from "vitest";
import { instructions, type Listening } from "./instructions.js";

const address = (family: "IPv4" | "IPv6", ip: string, internal = false) =>
  ({ family, address: ip, internal }) as NetworkInterfaceInfo;
const interfaces = {
  lo: [address("IPv4", "127.0.0.1", true), address("IPv6", "::1", true)],
  eth0: [address("IPv6", "fe80::1"), address("IPv6", "2001:db8::5"), address("IPv4", "192.0.2.5")],
  eth1: [address("IPv4", "198.51.100.5")],
};
const token = { token: "a-secret", path: "/home/me/it's/token", isNew: true };
const listening: Listening = {
  url: "http://0.0.0.0:4000",
  adapters: ["ws", "grpc"],
  token,
  certificate: undefined,
  command: "wireduel",
  portsAfter: 2,
};

const textOf = (part: Partial<Listening>) => instructions({ ...listening, ...part }, interfaces);
/** The command for the sender. */
const commandIn = (text: string) =>
  text
    .split("\n")
    .find((line) => line.startsWith("  wireduel"))
    ?.trim();

async function certificateFor(...names: string[]): Promise<string> {
  const altNames = names.map((value) => ({ type: 2, value }) as const);
  const extensions = [{ name: "subjectAltName", altNames } as const];
  const { cert } = await selfsigned.generate([], { keyType: "ec", extensions });
  return cert;
}

describe("instructions", () => {
  it("name an address that other machines can reach, and all others", () => {
    const text = textOf({});
    expect(commandIn(text)).toBe("wireduel ws grpc --to http://192.0.2.5:4000 --token-file wireduel-token");
    expect(text).toContain("198.51.100.5");
    expect(text).not.toMatch(/2001:|fe80:|127\./);
    expect(commandIn(textOf({ url: "http://[::]:4000" }))).toContain("http://192.0.2.5:4000");
    expect(textOf({ url: "http://[::]:4000" })).toContain("2001:db8::5");
    expect(commandIn(textOf({ url: "http://[2001:db8::5]:4000" }))).toContain(
      "--to http://[2001:db8::5]:4000",
    );
  });

  it("show a token only if it is new", () => {
    expect(textOf({})).toContain("a-secret");
    const known = textOf({ token: { ...token, isNew: false } });
    expect(known).not.toContain("a-secret");
    expect(known).toContain(token.path);
  });

  it("say what to type on the same machine", () => {
    const local = { url: "http://127.0.0.1:4000" };
    expect(commandIn(textOf({ ...local, token: undefined }))).toBe(
      "wireduel ws grpc --to http://127.0.0.1:4000",
    );
    expect(commandIn(textOf({ adapters: ["./my adapter.js"] }))).toMatch(
      /^wireduel '.\/my adapter.js' --to /,
    );
    expect(commandIn(textOf(local))).toContain("--token-file '/home/me/it'\\''s/token'");
  });

  it("name the ports that a firewall must open", () => {
    expect(textOf({})).toMatch(/4000 to 4002/);
    expect(textOf({ portsAfter: undefined })).not.toMatch(/4000 to/);
    const usual = textOf({ url: "http://0.0.0.0:80" });
    expect(commandIn(usual)).toContain("--to http://192.0.2.5:80 ");
    expect(usual).toMatch(/80 to 82/);
  });

  it("name the host of the certificate", async () => {
    const url = "https://0.0.0.0:4000";
    const certificate = await certificateFor("localhost", "bench.example");
    const command = commandIn(textOf({ url, certificate }));
    expect(command).toContain("--to https://bench.example:4000");
    expect(command).toMatch(/--tls --ca \S+$/);
    expect(commandIn(textOf({ url: "https://localhost:4000", certificate }))).toContain(
      "https://localhost:4000",
    );
    const anyHost = await certificateFor("*.example");
    expect(commandIn(textOf({ url, certificate: anyHost }))).toContain("https://192.0.2.5:4000");
  });
});
