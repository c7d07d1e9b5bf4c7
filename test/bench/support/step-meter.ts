import { PORTAL_ID } from '../../support/world.ts';
import type { BenchErp } from '../erps/index.ts';
import type { Stage } from './stage.ts';
import { countTraffic } from './traffic.ts';

/** What a part of the work took. */
export interface Step {
  ms: number;
  /** Calls of the service, whatever they were for. */
  hubspot: number;
  erp: number;
}

interface StepMeter {
  measure(work: () => Promise<unknown>): Promise<Step>;
  stop(): void;
}

export function createStepMeter({ world: { hubspot } }: Stage, { address }: BenchErp): StepMeter {
  const traffic = countTraffic(String(address.settings['url']));
  return {
    async measure(work) {
      hubspot.forgetCalls();
      traffic.take();
      const startedAt = performance.now();
      await work();
      return { ms: performance.now() - startedAt, hubspot: hubspot.calls({ portalId: PORTAL_ID }).length, erp: traffic.take().calls };
    },
    stop: () => traffic.stop(),
  };
}
