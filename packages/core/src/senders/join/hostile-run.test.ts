// A sender that joins something that only looks like a run.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { failureOf } from "../../fixtures/failure-of.js";
import guarded from "../../fixtures/guarded-adapter.js";
import { joinSamples, relaySamples } from "./fixtures/join-samples.js";
import { joinBenchmark } from "./join-benchmark.js";

let server: Server;
let url: string;
/** What it answers to a call with a body. Undefined: nothing, ever. */
let answerTo: (call: string, argument: object) => object | undefined;

beforeEach(async () => {
  server = createServer(async (request, response) => {
    const argument = JSON.parse((await text(request)) || "{}") as object;
    const { pathname } = new URL(request.url ?? "", url);
    const answer = answerTo(pathname.split("/").at(-1) ?? "", argument);
    if (answer) response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const joined = { ...joinSamples.join.answer, pollMs: 100, silenceTimeoutMs: 400 };
const join = () => joinBenchmark({ url, adapters: [guarded()], label: "host" });

describe("a sender", { timeout: 60_000 }, () => {
  it("ends if the run does not answer any more", async () => {
    answerTo = (call) => (call === "join" ? joined : undefined);
    const { code, message } = await failureOf(join());
    expect(code).toBe("COORDINATOR_LOST");
    expect(message).toContain("500 ms");
  });

  it("ends if the run does not answer at all", async () => {
    answerTo = () => undefined;
    const never = joinBenchmark({ url, adapters: [guarded()], timeoutMs: 300 });
    expect((await failureOf(never)).code).toBe("COORDINATOR_UNREACHABLE");
  });

  it.each([
    ["no call", { call: 5 }],
    ["a call of another version", { call: { id: 1, name: "dance", argument: {} } }],
    ["an order that is none", { call: { id: 1, name: "open", argument: { adapter: "any" } } }],
  ])("ends if the run says nonsense: %s", async (_, next) => {
    answerTo = (call) => (call === "join" ? joined : call === "next" ? next : {});
    const { code, message } = await failureOf(join());
    expect(code).toBe("COORDINATOR_UNREACHABLE");
    expect(message).toContain("does not answer as a Wireduel run does");
  });

  it.each([
    ["an adapter that it does not have", {}, "UNKNOWN_ADAPTER"],
    ["a module to load", { local: { module: "file:///evil.mjs" } }, "UNKNOWN_ADAPTER"],
    [
      "a codec that it does not have",
      { name: "guarded", options: {}, codec: "evil" },
      "ADAPTER_NOT_LOADABLE",
    ],
    [
      "certificates that it does not have",
      { name: "guarded", options: {}, encryption: "own" },
      "INVALID_OPTION",
    ],
    ["options that do not exist", { name: "guarded", options: { evil: 1 } }, "INVALID_OPTION"],
  ])("refuses a round if the run names %s", async (_, named, code) => {
    const order = relaySamples.open.argument;
    const open = { ...order, adapter: { ...order.adapter, ...named } };
    const answers: object[] = [];
    answerTo = (call, argument) => {
      if (call === "join") return joined;
      if (call === "answer") answers.push(argument);
      if (call !== "next") return {};
      const [name, value] = answers.length === 0 ? ["open", open] : ["end", { error: null }];
      return { call: { id: 1, name, argument: value } };
    };
    expect(await join()).toEqual({ rounds: 0, error: null });
    expect(answers[0]).toMatchObject({ error: { code } });
  });
});
