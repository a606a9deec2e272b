import { testAdapter } from "@wireduel/core/testing";
import { test } from "vitest";
import http2 from "./http2-adapter.js";

testAdapter({ test, createAdapter: http2 });
