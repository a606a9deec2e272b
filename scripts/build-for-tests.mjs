// Runs once before all tests. Tests of the command start what users start: the JavaScript of the last build.
import { buildIfStale } from "./build-if-stale.mjs";

export default function setup() {
  buildIfStale();
}
