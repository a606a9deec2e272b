// Bundles the script of a page: npx tsx scripts/write-page-script.mjs
import { writeFileSync } from "node:fs";
import { PAGE_SCRIPT, pageScriptModule } from "./page-script.ts";

writeFileSync(PAGE_SCRIPT, await pageScriptModule());
