import type { Agent } from 'undici';

/** Certificates that ERPs are reached with at the same time; one more ends the connections of the one that was used least lately. */
const MOST_PINS = 100;

interface Agents {
  for(pin: string | null): Agent;
  destroy(): Promise<void>;
}

/** Connections are kept open per agent, so those made for a pinned certificate serve no other request. */
export function createAgents(create: (pin: string | null) => Agent): Agents {
  const unpinned = create(null);
  // In order of use. Whoever tries certificates must not fill our memory.
  const pinned = new Map<string, Agent>();
  return {
    for(pin) {
      if (pin === null) return unpinned;
      const agent = pinned.get(pin) ?? create(pin);
      pinned.delete(pin);
      pinned.set(pin, agent);
      const [oldest] = pinned;
      if (pinned.size > MOST_PINS && oldest) {
        pinned.delete(oldest[0]);
        // Calls under way are finished first.
        void oldest[1].close();
      }
      return agent;
    },
    async destroy() {
      await Promise.all([unpinned, ...pinned.values()].map((agent) => agent.destroy()));
    },
  };
}
