import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { childEnvironment } from './support/child-environment.ts';

const text = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

describe('the container image', () => {
  it('starts the service as npm start does', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: { start: string } };
    const [, command = ''] = /^CMD (\[.*\])$/m.exec(text('Dockerfile')) ?? [];
    expect(`exec ${(JSON.parse(command) as string[]).join(' ')}`).toBe(scripts.start);
  });
});

/** What a person at the terminal reads when it does not run on. */
async function start(argv: readonly string[], env: Record<string, string> = {}): Promise<{ output: string; code: number }> {
  const cwd = new URL('..', import.meta.url);
  const child = spawn(process.execPath, ['server/main.ts', ...argv], { cwd, env: { ...childEnvironment(), ...env } });
  const [out, err, [code]] = await Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, 'exit') as Promise<[number]>]);
  return { output: out + err, code };
}

describe('a start that cannot be', () => {
  it('tells of its options when it is asked', async () => {
    const { output, code } = await start(['--help']);
    expect(output).toContain('--customers N, --invoices N');
    expect(code).toBe(0);
  });

  it.each([
    [['--wrong'], {}, "Unknown option '--wrong'.\n\nnpm start [-- options]"],
    [['--customers', 'many'], {}, '--customers must be a number from 1 to 100000\n'],
    [['--erp', 'sap'], {}, '--erp must be one of odoo, sap-b1, sap-s4\n'],
    [
      [],
      { DATA_DIR: `${import.meta.dirname}/start.test.ts` },
      'start.test.ts/playground cannot be made a folder. Choose another one: DATA_DIR=',
    ],
    [[], { PORT: 'x' }, 'PORT: must be a port number'],
  ])('is told in a sentence: %j %j', async (argv, env, sentence) => {
    const { output, code } = await start(argv, env);
    expect(output).toContain(sentence);
    expect(output).not.toContain('    at ');
    expect(code).toBe(1);
  });

  it('names the port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const { output, code } = await start([], { PORT: String(port) });
      expect(output).toBe(
        `Port ${port} is used by another program. End that program, or choose another port: PORT=${port + 1} npm start\n`,
      );
      expect(code).toBe(1);
    } finally {
      server.close();
    }
  });

  it('takes no options as a service', async () => {
    const env = {
      ...{ HUBSPOT_CLIENT_ID: 'id', HUBSPOT_CLIENT_SECRET: 'secret', PUBLIC_URL: 'http://localhost:3000', USE_EMBEDDED_DATABASE: 'true' },
      ENCRYPTION_KEYS: `a:${Buffer.alloc(32, 1).toString('base64')}`,
    };
    const { output, code } = await start(['--fresh'], env);
    expect(output).toContain('The service takes no options');
    expect(code).toBe(1);
  });
});
