import { test } from "vitest";
import { inBrief } from "./fixtures/in-brief.js";
import { memory } from "./memory-adapter.js";
import { testAdapter } from "./test-adapter.js";

testAdapter({ test: inBrief(test), createAdapter: memory });
