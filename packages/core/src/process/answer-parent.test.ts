import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { childFlags } from "./child-flags.js";

const program = fileURLToPath(new URL("../../transpiled/fixtures/answers-late.js", import.meta.url));

it("ends silently if its parent is gone before the answer is sent", async () => {
  const child = fork(program, { execArgv: childFlags([program]), stdio: ["ignore", "pipe", "pipe", "ipc"] });
  let printed = "";
  child.stdout?.on("data", (chunk) => {
    printed += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    printed += chunk;
  });
  await once(child, "message");
  // The child is busy when the channel closes, so it answers before it can notice.
  child.send({ id: 1, call: "late", args: [] });
  child.disconnect();
  const [code] = await once(child, "exit");
  expect(printed).toBe("");
  expect(code).toBe(0);
});

it("does not end by a signal to its whole process group", async () => {
  const child = fork(program, {
    execArgv: childFlags([program]),
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  await once(child, "message");
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) child.kill(signal);
  const answered = once(child, "message");
  child.send({ id: 1, call: "late", args: [] });
  expect((await answered)[0]).toMatchObject({ id: 1 });
  child.disconnect();
  expect(await once(child, "exit")).toEqual([0, null]);
});
