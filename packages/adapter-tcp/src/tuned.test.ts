import { testAdapter } from "@wireduel/core/testing";
import { test } from "vitest";
import { inBrief } from "../../core/src/testing/fixtures/in-brief.js";
import { tcp } from "./adapter.js";

testAdapter({ test: inBrief(test), createAdapter: (options = {}) => tcp({ profile: "tuned", ...options }) });
