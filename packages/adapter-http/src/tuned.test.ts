import { testAdapter } from "@wireduel/core/testing";
import { test } from "vitest";
import { http } from "./adapter.js";

// Several connections for each link.
testAdapter({ test, createAdapter: (options = {}) => http({ profile: "tuned", ...options }) });
