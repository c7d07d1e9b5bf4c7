import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const text = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

describe('the container image', () => {
  it('starts the service as npm start does', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: { start: string } };
    const [, command = ''] = /^CMD (\[.*\])$/m.exec(text('Dockerfile')) ?? [];
    expect(`exec ${(JSON.parse(command) as string[]).join(' ')}`).toBe(scripts.start);
  });
});
