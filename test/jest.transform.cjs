// Node's own type stripping, esbuild only for JSX: lines and columns stay true, so coverage and stack traces are right.
const { stripTypeScriptTypes } = require('node:module');
const { createHash } = require('node:crypto');

module.exports = {
  process(source, filename) {
    if (!filename.endsWith('x')) return { code: stripTypeScriptTypes(source, { mode: 'strip' }) };
    return require('esbuild').transformSync(source, {
      loader: 'tsx',
      format: 'esm',
      jsx: 'automatic',
      target: 'node24',
      sourcemap: 'external',
      sourcefile: filename,
    });
  },
  getCacheKey: (source, filename) => createHash('sha1').update(`1:${process.version}\0${filename}\0${source}`).digest('hex'),
};
