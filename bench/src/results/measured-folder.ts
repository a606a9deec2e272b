import { fileURLToPath } from "node:url";

/** Where the stored measurements are that docs/performance.md shows. */
export const MEASURED_FOLDER: string = fileURLToPath(new URL("../../measured", import.meta.url));
