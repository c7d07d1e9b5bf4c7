import { describe, expect, it } from '@jest/globals';
import type { Agent } from 'undici';
import { createAgents } from '../../server/outbound/agents.ts';

describe('agents', () => {
  it('are one for each certificate, as many as are used at a time', async () => {
    const closed: (string | null)[] = [];
    const made: (string | null)[] = [];
    const agents = createAgents((pin) => {
      made.push(pin);
      return { close: async () => void closed.push(pin), destroy: async () => void closed.push(pin) } as unknown as Agent;
    });
    const first = agents.for('AA');
    for (let index = 0; index < 99; index++) agents.for(`P${index}`);
    expect(agents.for('AA')).toBe(first);
    expect(closed).toEqual([]);
    // 'AA' was used a moment ago: another one goes.
    agents.for('new');
    expect(closed).toEqual(['P0']);
    expect(agents.for('AA')).toBe(first);
    expect(agents.for(null)).toBe(agents.for(null));
    await agents.destroy();
    expect(closed.sort()).toEqual(made.sort());
  });
});
