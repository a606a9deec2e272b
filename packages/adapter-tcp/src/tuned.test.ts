import { testAdapter } from "@wireduel/core/testing";
import { test } from "vitest";
import { tcp } from "./adapter.js";

testAdapter({ test, createAdapter: (options = {}) => tcp({ profile: "tuned", ...options }) });
