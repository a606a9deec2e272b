import { testAdapter } from "@wireduel/core/testing";
import { test } from "vitest";
import { grpc } from "./adapter.js";

testAdapter({ test, createAdapter: (options = {}) => grpc({ profile: "tuned", ...options }) });
