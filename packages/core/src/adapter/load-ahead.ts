/**
 * Loads modules that are needed soon. What is wrong with one of them is said when it is used. Call it when this process has
 * answered what it was asked so far, because a module may take all of its time.
 */
export function loadAhead(modules: readonly string[]): void {
  setImmediate(() => {
    // Bundlers must leave it alone: the module is only known at run time.
    for (const module of modules) import(/* webpackIgnore: true */ /* @vite-ignore */ module).catch(() => {});
  });
}
