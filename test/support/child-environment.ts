/** What a program started by a test gets of this process's environment; the rest of its configuration the test gives. */
export function childEnvironment(): Record<string, string> {
  const { PATH = '', NODE_COMPILE_CACHE } = process.env;
  // The compiled modules of an earlier start: a third of what a start costs.
  return { PATH, ...(NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}) };
}
