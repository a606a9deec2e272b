import { test } from "vitest";
import chaos from "../fixtures/chaos-adapter.js";
import { inBrief } from "./fixtures/in-brief.js";
import { testAdapter } from "./test-adapter.js";

// Most seeded faults are made from this adapter, so it must have none itself.
testAdapter({ test: inBrief(test), createAdapter: chaos });
