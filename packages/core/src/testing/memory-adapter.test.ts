import { test } from "vitest";
import { memory } from "./memory-adapter.js";
import { testAdapter } from "./test-adapter.js";

testAdapter({ test, createAdapter: memory });
