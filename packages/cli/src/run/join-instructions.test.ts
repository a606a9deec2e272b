import type { NetworkInterfaceInfo } from "node:os";
import { describe, expect, it } from "vitest";
import { joinInstructions, type WaitingRun } from "./join-instructions.js";

const eth0 = [{ family: "IPv4", address: "192.0.2.7", internal: false } as NetworkInterfaceInfo];
const waiting: WaitingRun = {
  url: "http://0.0.0.0:4100",
  senders: 8,
  receiver: "http://192.0.2.5:4000",
  adapters: [],
  token: { token: "a-secret", path: "/home/me/token", isNew: true },
  certificate: undefined,
  linkTls: false,
  timeoutMs: 300_000,
  mayRepeat: false,
  command: "npx wireduel",
};

/** The lines to type. */
const typed = (part: Partial<WaitingRun>) =>
  joinInstructions({ ...waiting, ...part }, { eth0 })
    .split("\n")
    .filter((line) => line.startsWith("  "))
    .map((line) => line.trim());

describe("what a run shows that waits for senders", () => {
  it("is what to type on other machines", () => {
    expect(typed({})).toEqual([
      "(umask 077; echo 'a-secret' > wireduel-join-token)",
      "npx wireduel send --join http://192.0.2.7:4100 --token-file wireduel-join-token",
    ]);
    expect(joinInstructions(waiting, { eth0 })).toContain("8 senders at http://0.0.0.0:4100, at most 5m");
  });

  it("warns of a receiver that only this machine reaches", () => {
    const receiver = "http://[::1]:4000";
    const shown = (part: Partial<WaitingRun>) => joinInstructions({ ...waiting, ...part }, { eth0 });
    expect(shown({ receiver })).toContain(receiver);
    expect(shown({})).not.toContain("192.0.2.5");
    expect(shown({ receiver, url: "http://127.0.0.1:4100" })).not.toContain(receiver);
  });

  it("shows a token only if it is new", () => {
    const known = { token: "a-secret", path: "/home/me/token", isNew: false };
    expect(typed({ token: known }).join("\n")).not.toContain("a-secret");
    expect(typed({ token: known })[0]).toContain("/home/me/token");
  });

  it("names a label on one machine, where senders would have the same one", () => {
    const local = { url: "http://127.0.0.1:4100", token: undefined };
    expect(typed(local)).toEqual(["npx wireduel send --join http://127.0.0.1:4100 --label 1"]);
    expect(typed({ ...local, senders: 1 })).toEqual(["npx wireduel send --join http://127.0.0.1:4100"]);
  });

  it("names adapters of the user's own, and what encryption and another run need", () => {
    const [, line] = typed({ adapters: ["tcp", "./my adapter.ts"], linkTls: true, mayRepeat: true });
    expect(line).toBe(
      "npx wireduel send tcp './my adapter.ts' --join http://192.0.2.7:4100 --token-file wireduel-join-token --tls --ca ca.pem --again",
    );
  });
});
