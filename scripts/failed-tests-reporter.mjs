// A reporter for vitest. Writes what failed, as JSON, to the file that FAILED_TESTS names: the failed tests of each test file,
// and the errors that belong to no test file.
import { writeFileSync } from "node:fs";

export default class FailedTestsReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const files = {};
    for (const module of modules) {
      const failed = [...module.children.allTests("failed")].map(
        (test) => `${test.fullName}: ${inOneLine(test.result().errors[0])}`,
      );
      const ended = ["passed", "skipped"].includes(module.state());
      if (failed.length > 0 || !ended) files[module.moduleId] = failed;
    }
    const errors = [];
    for (const { VITEST_TEST_PATH: file, message } of unhandledErrors) {
      if (file === undefined) errors.push(inOneLine({ message }));
      else files[file] ??= [];
    }
    writeFileSync(process.env.FAILED_TESTS, JSON.stringify({ files, errors }));
  }
}

function inOneLine({ message }) {
  return message.replaceAll(/\s+/g, " ").slice(0, 200);
}
