import { describe, expect, it } from "vitest";
import { answerOf, argumentOf, requestOf } from "../../control/http-message.js";
import { joinSamples, relaySamples } from "./fixtures/join-samples.js";
import { JOIN_API, JOIN_CALLS, type JoinCallName } from "./join-calls.js";
import { RELAY_CALLS, type RelayCallName } from "./relay-calls.js";

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("each call of a sender to the run", () => {
  it.each(Object.keys(JOIN_CALLS) as JoinCallName[])("%s survives HTTP", (name) => {
    const { argument, answer } = joinSamples[name];
    const { body, path } = requestOf(JOIN_API, name, argument);
    const { pathname, searchParams } = new URL(path, "http://any");
    expect(pathname).toBe(`/join/v1/${name}`);
    const bytes = body === undefined ? undefined : Buffer.from(body);
    const query = searchParams.get("argument") ?? undefined;
    expect(argumentOf(JOIN_API, name, bytes, query)).toEqual(argument);
    expect(answerOf(JOIN_API, name, JSON.stringify(answer))).toEqual(answer);
  });
});

describe("each call of the run to a sender", () => {
  it.each(Object.keys(RELAY_CALLS) as RelayCallName[])("%s survives JSON", (name) => {
    const { argument, answer } = relaySamples[name];
    const call = RELAY_CALLS[name];
    expect(call.argument.parse(name, throughJson(argument))).toEqual(argument);
    expect(call.answer.parse(name, throughJson(answer))).toEqual(answer);
  });

  it.each([
    ["a call of another version", { id: 1, name: "dance", argument: {} }],
    ["a member of every object", { id: 1, name: "toString", argument: {} }],
    ["no argument", { id: 1, name: "open", argument: {} }],
    ["no id", { name: "close", argument: {} }],
  ])("%s is refused", (_, call) => {
    const refused = () => answerOf(JOIN_API, "next", JSON.stringify({ call }));
    expect(refused).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });

  it.each([
    ["a bucket that does not exist", [1e6, 1]],
    ["a bucket without a count", [7]],
    ["a count of nothing", [7, 0]],
  ])("an outcome with %s in its series is refused", (_, times) => {
    const { answer } = relaySamples.finish;
    const [interval] = answer.part?.series.intervals ?? [];
    const series = { ...answer.part?.series, intervals: [{ ...interval, times }] };
    const refused = () =>
      RELAY_CALLS.finish.answer.parse("finish", throughJson({ ...answer, part: { ...answer.part, series } }));
    expect(refused).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    expect(refused).toThrow(/`finish\.part\.series\.intervals\[0\]\.times`/);
  });

  it("an outcome has one process at each end", () => {
    const { answer } = relaySamples.finish;
    const { ends } = answer.result;
    for (const wrong of [
      { ...ends, senders: [] },
      { ...ends, receivers: [...ends.receivers, ...ends.receivers] },
    ]) {
      const result = { ...answer.result, ends: wrong };
      const refused = () => RELAY_CALLS.finish.answer.parse("finish", throughJson({ ...answer, result }));
      expect(refused).toThrow(/`finish\.result\.ends`/);
    }
  });

  it("an order has no module, no private key and no path", () => {
    const { argument } = relaySamples.open;
    const local = { module: "file:///etc/evil.mjs" };
    const tls = { minVersion: "TLSv1.2", key: "a key", cert: "a certificate", ca: "/etc/passwd" };
    const receiver = { ...argument.settings.receiver, tls };
    const withMore = {
      ...argument,
      adapter: { ...argument.adapter, local },
      settings: { ...argument.settings, receiver: { ...receiver, tls: { ...tls, ca: undefined } } },
    };
    const parsed = RELAY_CALLS.open.argument.parse("open", throughJson(withMore));
    expect(parsed.adapter).toEqual(argument.adapter);
    expect(parsed.settings.receiver.tls).toEqual({ minVersion: "TLSv1.2" });
    const withPath = { ...argument, settings: { ...argument.settings, receiver } };
    expect(() => RELAY_CALLS.open.argument.parse("open", throughJson(withPath))).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });
});
