/** The file of a run, or of a matrix. */
export type StoredName = "result.json" | "matrix.json";

/** The file of a run that has not ended. Core chooses the name. */
export const PARTIAL_NAME = "result.partial.json";

/** The names of the files in which a run stores its result. The partial one is there only if the last run did not end. */
export const STORED_NAMES: readonly string[] = [
  PARTIAL_NAME,
  ...(["result.json", "matrix.json"] satisfies StoredName[]),
];
