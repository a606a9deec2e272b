import { plainControlWarnings } from "../control/plain-control.js";
import type { Warning } from "../failure/codes.js";
import type { MatrixCell, MatrixResult } from "../result/matrix.js";
import { adapterReport, settingsOf } from "../run/run.js";
import { ALPHA } from "../verdict/judge-comparisons.js";
import type { CheckedCell, CheckedMatrix } from "./check-matrix.js";

/** What is known of a matrix before it runs. Its cells are not measured. */
export type MatrixPlan = Pick<MatrixResult, "settings" | "confidence" | "adapters" | "axes" | "cells">;

/** What the checked options ask for. */
export function planOf({ adapters, axes, cells, seed }: CheckedMatrix): MatrixPlan {
  const [{ options }] = cells as readonly [CheckedCell];
  return {
    settings: { ...settingsOf(options, options.rounds.max, null), seed },
    confidence: 1 - ALPHA,
    adapters: adapters.map((adapter) => ({
      label: adapter.label,
      adapter: adapterReport(adapter),
      libraries: adapter.protocol.libraries,
    })),
    axes,
    cells: cells.map(unmeasured),
  };
}

/** What is known to be risky before anything runs. */
export function warningsOfPlan({ cells }: CheckedMatrix): Warning[] {
  const [{ options }] = cells as readonly [CheckedCell];
  return plainControlWarnings(options);
}

function unmeasured({ payload, network, load, options }: CheckedCell): MatrixCell {
  const { connections, maxInFlight, warmupCount } = options.settings;
  const settings = { payload, network, load, connections, maxInFlight, warmupCount };
  return { ...settings, status: "unfinished", blocks: 0, error: null, result: null };
}
