import { testAdapter } from "@wireduel/core/testing";
import { test } from "vitest";
import { inBrief } from "../../core/src/testing/fixtures/in-brief.js";
import { http } from "./adapter.js";

// Several connections for each link.
testAdapter({ test: inBrief(test), createAdapter: (options = {}) => http({ profile: "tuned", ...options }) });
