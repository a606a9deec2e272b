import { testAdapter } from "@wireduel/core/testing";
import { describe, test } from "vitest";
import { http } from "./adapter.js";

describe("HTTP/1.1", () => {
  testAdapter({ test, createAdapter: http });
});

describe("HTTP/2", () => {
  testAdapter({ test, createAdapter: (options) => http({ version: "2", ...options }) });
});
