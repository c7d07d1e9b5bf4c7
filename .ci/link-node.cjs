// Runs after every npm install, on whatever Node is installed (20 or newer), so plain CommonJS without dependencies.
// npm before 11.6 may delete node_modules/.bin/node while it skips the Node package of another platform; without that link the
// npm scripts would fall back to the installed Node, which may be too old to run TypeScript.
const { existsSync, mkdirSync, rmSync, symlinkSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');

const root = join(__dirname, '..');
const bin = join(root, 'node_modules', '.bin', 'node');
const node = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');

if (existsSync(node) && !existsSync(bin)) {
  mkdirSync(dirname(bin), { recursive: true });
  rmSync(bin, { force: true });
  symlinkSync(relative(dirname(bin), node), bin);
}
