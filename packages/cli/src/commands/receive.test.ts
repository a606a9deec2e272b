import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import selfsigned from "selfsigned";
import { describe, expect } from "vitest";
import { EXIT } from "../exit-code.js";
import { it } from "../fixtures/command.js";
import { runHere } from "../program/fixtures/in-process.js";
import { receive } from "../remote/fixtures/receive.js";

describe("wireduel receive", { timeout: 120_000 }, () => {
  it.for(["SIGINT", "SIGTERM"] as const)(
    "ends well at %s, and leaves nothing listening",
    async (signal, { cli }) => {
      const { receiver, url } = await receive(cli);
      expect((await fetch(`${url}/health`)).status).toBe(200);
      receiver.signalGroup(signal);
      expect(await receiver.finished).toMatchObject({ code: EXIT.ok, stderr: "" });
      await expect(fetch(`${url}/health`)).rejects.toThrow();
    },
  );

  it("makes a token that only its owner can read, and keeps it", async ({ cli }) => {
    const { receiver, url } = await receive(cli, ["tcp", "--token-file", "secret"]);
    const token = cli.read("secret").trim();
    if (process.platform !== "win32") expect(statSync(cli.path("secret")).mode & 0o777).toBe(0o600);
    const identify = (headers: Record<string, string>) =>
      fetch(`${url}/v1/identify`, { method: "POST", headers, body: "{}" });
    expect((await identify({})).status).toBe(401);
    expect((await identify({ authorization: `Bearer ${token}` })).status).toBe(200);
    receiver.signalGroup("SIGINT");
    await receiver.finished;
    const again = await receive(cli, ["tcp", "--token-file", "secret"]);
    expect(cli.read("secret").trim()).toBe(token);
    expect(again.receiver.stdout).not.toContain(token);
  });

  it("warns of a token that others can read", async ({ cli, skip }) => {
    skip(process.platform === "win32", "a mode says nothing there");
    cli.write("open", "secret\n");
    const { receiver } = await receive(cli, ["tcp", "--token-file", "open"]);
    expect(receiver.stderr).toContain(cli.path("open"));
    expect(receiver.stdout + receiver.stderr).not.toContain("secret");
  });

  it("needs a token beyond this machine", async ({ cli }) => {
    const refused = await runHere(["receive", "--host", "0.0.0.0"], { cwd: cli.folder });
    expect(refused).toMatchObject({ exitCode: EXIT.usage, stdout: "" });
    expect(refused.stderr).toContain("--token-file");
    const { receiver } = await receive(cli, ["--host", "0.0.0.0", "--token-file", "secret"]);
    await receiver.prints(/--to http:\/\/(?!0\.0\.0\.0)\S+ --token-file wireduel-token/);
    expect(receiver.stdout).toContain(cli.read("secret").trim());
  });

  it("warns beyond this machine that control is not encrypted, and never shows the token there", async ({
    cli,
  }) => {
    const open = ["--host", "0.0.0.0", "--token-file", "secret"];
    const { receiver: plain } = await receive(cli, open);
    expect(plain.stderr).toMatch(/^wireduel: warning: .*not encrypted.*\n$/);
    expect(plain.stderr).not.toContain(cli.read("secret").trim());
    const { cert, private: key } = await selfsigned.generate([], { keyType: "ec" });
    cli.write("cert.pem", cert);
    cli.write("key.pem", key);
    const { receiver } = await receive(cli, [...open, "--cert", "cert.pem", "--key", "key.pem"]);
    expect(receiver.stderr).toBe("");
  });

  it("says which port is in use, and what to do", async ({ cli }) => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const refused = await runHere(["receive", "tcp", "--port", `${port}`], { cwd: cli.folder });
    other.close();
    expect(refused).toMatchObject({ exitCode: EXIT.failed, stdout: "" });
    expect(refused.stderr).toContain(`${port}`);
    expect(refused.stderr).toContain("--port");
    expect(refused.stderr.trim().split("\n")).toHaveLength(1);
  });

  it.for([
    [["--port", "65536"], "--port"],
    [["--port", "65533"], "--port"],
    [["--cert", "cert.pem"], "--key"],
    [["--key", "key.pem"], "--cert"],
    [["--cert", "none.pem", "--key", "none.pem"], "--cert"],
    [["--token-file", "none/token"], "--token-file"],
    [["wss"], "wss"],
    [["ws", "ws"], "ws"],
    [["--tokn", "x"], "--tokn"],
  ] as const)("refuses %j in one line", async ([args, named], { cli }) => {
    const refused = await runHere(["receive", ...args], { cwd: cli.folder });
    expect(refused).toMatchObject({ exitCode: EXIT.usage, stdout: "" });
    expect(refused.stderr).toContain(named);
    expect(refused.stderr.trim().split("\n")).toHaveLength(1);
    expect(existsSync(cli.path("none"))).toBe(false);
  });
});
