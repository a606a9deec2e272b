// A run, and a client with its token that means it harm.
import { once } from "node:events";
import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { expect, it } from "vitest";
import { requestOf } from "../../control/http-message.js";
import { failureOf } from "../../fixtures/failure-of.js";
import guarded from "../../fixtures/guarded-adapter.js";
import { runBenchmark } from "../../run/run-benchmark.js";
import { joinSamples } from "./fixtures/join-samples.js";
import { JOIN_API, type JoinCallName } from "./join-calls.js";
import type { Joined, NextCall } from "./join-types.js";

const token = "the-token-of-this-run";
const authorization = `Bearer ${token}`;
const LARGE = 100 * 2 ** 20;

it("sends large answers only if it was asked for them, and one at a time", { timeout: 60_000 }, async () => {
  const abort = new AbortController();
  let listens: (url: string) => void = () => {};
  const listening = new Promise<string>((resolve) => {
    listens = resolve;
  });
  const run = runBenchmark({
    adapters: [guarded()],
    payload: { sizeBytes: 10 },
    receiver: { url: "http://127.0.0.1:1" },
    senders: { count: 1, join: { token } },
    signal: abort.signal,
    events: {
      join: ({ url }) => listens(url),
    },
  });
  const ended = failureOf(run);
  const url = await listening;

  const call = async <T>(name: JoinCallName, argument: object): Promise<T> => {
    const { path, body = "" } = requestOf(JOIN_API, name, argument);
    const response = await fetch(url + path, { method: "POST", headers: { authorization }, body });
    return (await response.json()) as T;
  };
  const begun: ClientRequest[] = [];
  /** Begins an answer, and gives the status with which the run ends it. */
  const answer = async (key: object, contentLength: number): Promise<number | undefined> => {
    const { path } = requestOf(JOIN_API, "answer", { ...key, outcome: new Uint8Array() });
    const headers = { authorization, "content-length": contentLength };
    const request = httpRequest(url + path, { method: "POST", headers });
    begun.push(request.on("error", () => {}));
    request.write("{");
    const [response] = (await once(request, "response")) as [IncomingMessage];
    response.resume();
    return response.statusCode;
  };

  try {
    const { key, identity, id } = {
      key: { sender: 0, secret: "x".repeat(32) },
      ...joinSamples.join.argument,
    };
    expect(await answer({ ...key, id: 1 }, LARGE)).toBe(409);
    const libraries = { [guarded().protocol.name]: guarded().protocol.libraries };
    const { sender, secret } = await call<Joined>("join", { identity, id, label: "one", libraries });
    expect(await answer({ sender, secret, id: 99 }, LARGE)).toBe(413);
    const next = await call<NextCall>("next", { sender, secret });
    expect(next.call?.name).toBe("open");
    const opened = { sender, secret, id: next.call?.id };
    expect(await answer(opened, LARGE)).toBe(413);
    // Neither is ever complete. So the one that comes second is refused.
    const both = [answer(opened, 5), answer(opened, 5)];
    expect(await Promise.race(both)).toBe(409);
    for (const one of both) one.catch(() => {});
  } finally {
    for (const request of begun) request.destroy();
    abort.abort();
    await ended;
  }
});
