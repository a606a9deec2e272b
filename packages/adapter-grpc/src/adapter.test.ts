import { testAdapter } from "@wireduel/core/testing";
import { describe, test } from "vitest";
import { grpc } from "./adapter.js";

describe("one stream", () => {
  testAdapter({ test, createAdapter: grpc });
});

describe("a call for each payload", () => {
  testAdapter({ test, createAdapter: (options) => grpc({ call: "unary", ...options }) });
});
