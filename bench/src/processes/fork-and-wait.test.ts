import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, it } from "vitest";
import { forkAndWait, withChild } from "./fork-and-wait.js";

const folder = mkdtempSync(join(tmpdir(), "fork-and-wait-"));
afterAll(() => rmSync(folder, { recursive: true }));

let programs = 0;
function program(source: string): URL {
  const file = join(folder, `program-${++programs}.mjs`);
  writeFileSync(file, source);
  return pathToFileURL(file);
}

const FOREVER = "setInterval(() => {}, 1_000);";
const name = "the child";

it("resolves with the first message, and passes arguments", async () => {
  const echo = program(`process.send(process.argv.slice(2)); ${FOREVER}`);
  expect(await forkAndWait(echo, { name, args: ["a", "b"] })).toEqual(["a", "b"]);
});

it("names a process that ends without a message, and its exit code", async () => {
  await expect(forkAndWait(program("process.exit(7)"), { name })).rejects.toThrow(/the child.*exit code 7/);
});

it("names the signal that ended a process", async () => {
  const killed = program("process.kill(process.pid, 'SIGKILL')");
  await expect(forkAndWait(killed, { name })).rejects.toThrow(/the child.*SIGKILL/);
});

it("names a process that sends nothing within its timeout", async () => {
  await expect(forkAndWait(program(FOREVER), { name, timeoutMs: 50 })).rejects.toThrow(/the child.*50 ms/);
});

it("stops waiting when the signal aborts, even while the child computes", async () => {
  const stop = new AbortController();
  const busy = program("process.send('busy'); for (;;);");
  const run = withChild(busy, { name, signal: stop.signal }, async (child) => {
    await child.next();
    stop.abort(new Error("enough"));
    await child.next();
  });
  await expect(run).rejects.toThrow("enough");
});

it("queues messages that nobody waits for yet", async () => {
  const source = `process.on("message", ({ n }) => { process.send(n); process.send(-n); }); ${FOREVER}`;
  const answers = await withChild(program(source), { name }, async (child) => {
    child.send({ n: 1 });
    child.send({ n: 2 });
    return [await child.next(), await child.next(), await child.next(), await child.next()];
  });
  expect(answers).toEqual([1, -1, 2, -2]);
});

it("reads messages that a process sent before it ended", async () => {
  const source = "process.send('last', () => process.exit(3));";
  const outcome = await withChild(program(source), { name }, async (child) => {
    const first = await child.next();
    return [first, await child.next().catch(({ message }: Error) => message)];
  });
  expect(outcome).toEqual(["last", expect.stringContaining("exit code 3")]);
});

it("ends the process when `use` fails", async () => {
  let processId = 0;
  const run = withChild(program(FOREVER), { name }, async (child) => {
    processId = child.processId;
    throw new Error("no use");
  });
  await expect(run).rejects.toThrow("no use");
  expect(() => process.kill(processId, 0)).toThrow();
});
