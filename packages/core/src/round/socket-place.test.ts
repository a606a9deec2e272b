import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { failureOf } from "../fixtures/failure-of.js";
import { SocketPlace } from "./socket-place.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "place-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a path made for a round", () => {
  it("is in a private folder of its own, which is removed", async () => {
    const [one, other] = [new SocketPlace({ path: null }), new SocketPlace({ path: null })];
    expect(one.path).not.toBe(other.path);
    await one.open();
    expect(statSync(dirname(one.path)).mode & 0o777).toBe(0o700);
    writeFileSync(one.path, "");
    await one.close();
    expect(existsSync(dirname(one.path))).toBe(false);
    await other.close();
  });
});

describe("a given path", () => {
  it("may be left over from a process that was killed", async () => {
    const path = join(folder, "a.sock");
    const script = `require("net").createServer().listen(${JSON.stringify(path)}, () => console.log("listening"))`;
    const child = spawn(process.execPath, ["-e", script]);
    await once(child.stdout, "data");
    const place = new SocketPlace({ path });
    expect(await failureOf(place.open())).toMatchObject({ code: "LISTEN_FAILED" });
    await place.close();
    expect(existsSync(path), "the socket of another process stays").toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(existsSync(path)).toBe(true);
    await place.open();
    expect(existsSync(path)).toBe(false);
    const server = createServer().listen(path);
    await once(server, "listening");
    await place.close();
    expect(existsSync(path)).toBe(false);
    server.close();
  });

  it.each([
    ["none/x.sock", "does not exist"],
    ["file/x.sock", "is not a folder"],
    ["file/none/x.sock", "is not a folder"],
  ])("needs a folder: %s", async (path, why) => {
    writeFileSync(join(folder, "file"), "");
    const failure = await failureOf(new SocketPlace({ path: join(folder, path) }).open());
    expect(failure).toMatchObject({ code: "LISTEN_FAILED", message: expect.stringContaining(why) });
    expect((failure as Error).message).toContain(join(folder, dirname(path)));
  });

  it("is never used if another file or process has it", async () => {
    const path = join(folder, "file");
    writeFileSync(path, "precious");
    const place = new SocketPlace({ path });
    expect(await failureOf(place.open())).toMatchObject({ code: "LISTEN_FAILED" });
    await place.close();
    expect(existsSync(path)).toBe(true);
  });
});
