import { describe, expect, it } from "vitest";
import { UsageError } from "../failure.js";
import { parseLimit } from "./limit.js";

const parse = (text: string) => parseLimit("--fail-if", text);

describe("parseLimit", () => {
  it.each([
    ["grpc.p99 > 20ms", { label: "grpc", value: "p99", bound: 20 }],
    ["grpc.p99>20ms", { label: "grpc", value: "p99", bound: 20 }],
    ["  grpc.max >= 1.5 s ", { label: "grpc", value: "max", bound: 1_500 }],
    ["grpc.p50 > 250us", { label: "grpc", value: "p50", bound: 0.25 }],
    ["ws.throughput < 500/s", { label: "ws", value: "throughput", bound: 500 }],
    ["ws.throughput < 600 /m", { label: "ws", value: "throughput", bound: 10 }],
    ["ws.throughput < 600/min", { label: "ws", value: "throughput", bound: 10 }],
    ["ws.throughput < 500 per s", { label: "ws", value: "throughput", bound: 500 }],
    ["ws.throughput < 500", { label: "ws", value: "throughput", bound: 500 }],
    ["head.bytes > 1.2 kB", { label: "head", value: "bytes", bound: 1_200 }],
    ["head.bytes > 1200", { label: "head", value: "bytes", bound: 1_200 }],
    ["head.faults > 3", { label: "head", value: "faults", bound: 3 }],
    ["head.cpu > 0.5ms", { label: "head", value: "cpu", bound: 0.5 }],
    ["head.service.p95 > 2ms", { label: "head", value: "service.p95", bound: 2 }],
    ["WebSocket head 8.23.0.p99 > 2ms", { label: "WebSocket head 8.23.0", value: "p99", bound: 2 }],
    ["service.transmission > 2ms", { label: "service", value: "transmission", bound: 2 }],
  ])("reads %j", (text, expected) => {
    expect(parse(text)).toEqual({ ...expected, text: text.trim() });
  });

  it.each([
    ["", "LABEL.MEASURE"],
    ["grpc.p99", "LABEL.MEASURE"],
    ["grpc > 20ms", "LABEL.MEASURE"],
    ["p99 > 20ms", "LABEL.MEASURE"],
    [".p99 > 20ms", "LABEL.MEASURE"],
    ["grpc.p99 > fast", "LABEL.MEASURE"],
    ["grpc.p99 > -1ms", "LABEL.MEASURE"],
    ["grpc.p99 = 20ms", "LABEL.MEASURE"],
    ["grpc.p99 > 20", "ms"],
    ["grpc.p99 > 20kB", "ms"],
    ["grpc.throughput < 20ms", "/s"],
    ["grpc.bytes > 20ms", "kB"],
    ["grpc.faults > 20ms", "no unit"],
    ["grpc.p99 < 20ms", "`>`"],
    ["grpc.bytes < 20", "`>`"],
    ["grpc.throughput > 20/s", "`<`"],
    ["grpc.throughput < 0/s", "0/s"],
    ["grpc.p99 > 1e400ms", "finite"],
    ["grpc.p98 > 20ms", "p99"],
    ["grpc.thruput > 20ms", "throughput"],
  ])("refuses %j", (text, hint) => {
    expect(() => parse(text)).toThrow(UsageError);
    expect(() => parse(text)).toThrow(hint);
  });
});
