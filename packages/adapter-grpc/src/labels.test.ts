import { expect, it } from "vitest";
import { grpc } from "./adapter.js";

it.each<[Parameters<typeof grpc>[0], string]>([
  [{ windowBytes: 2 ** 24 }, "gRPC, 16 MiB windows"],
  [{ call: "unary" }, "gRPC, unary"],
  [{ profile: "tuned", windowBytes: 65_535 }, "gRPC, tuned, 65,535 B windows"],
  [
    { maxReceiveMessageBytes: 2 ** 23, codec: "protobuf-parts" },
    "gRPC, messages up to 8 MiB, protobuf-parts",
  ],
  [{ metadata: { a: "x", "b-bin": "AAEC" } }, "gRPC, metadata a=x + b-bin=AAEC"],
  [{ metadata: { a: "y".repeat(99) } }, `gRPC, metadata a=${"y".repeat(24)}…`],
  [{ channelOptions: { "grpc.enable_retries": 0 } }, "gRPC, grpc.enable_retries 0"],
  [{ channelOptions: { "grpc.service_config": "{\n}" } }, "gRPC, grpc.service_config { }"],
])("the label of %j is %s", (options, label) => {
  expect(grpc(options).label).toBe(label);
});
