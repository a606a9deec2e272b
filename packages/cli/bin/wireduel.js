#!/usr/bin/env node
// Starts the command. In a clone of the repository, it first builds what is out of date.
import { existsSync } from "node:fs";

const build = new URL("../../../scripts/build-if-stale.mjs", import.meta.url);
// The package on npm has no sources.
if (existsSync(new URL("../src", import.meta.url))) await (await import(build.href)).buildIfStale();
await import("../dist/main.js");
