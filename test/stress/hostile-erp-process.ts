import { setPriority } from 'node:os';
import { HOSTILITIES, startHostileErp, type HostileErp, type Hostility } from './hostile-erp.ts';

/** All the hostile ERPs in a process of their own, behind everything else on this machine: their work is not the service's. */
export interface Started {
  kind: 'started';
  erps: { hostility: Hostility; settings: Record<string, string> }[];
}
export interface Answers {
  kind: 'answers';
  ofEach: Record<Hostility, number>;
}
export type Order = { kind: 'turn'; isHostile: boolean } | { kind: 'count' };

const erps: { hostility: Hostility; erp: HostileErp }[] = [];
setPriority(19);
for (const hostility of HOSTILITIES.flatMap((one) => [one, one])) erps.push({ hostility, erp: await startHostileErp(hostility) });

process.on('message', (order: Order) => {
  if (order.kind === 'turn') for (const { erp } of erps) erp.turn(order.isHostile);
  else process.send!({ kind: 'answers', ofEach: countAnswers() } satisfies Answers);
});
process.on('disconnect', () => process.exit());
process.send!({ kind: 'started', erps: erps.map(({ hostility, erp }) => ({ hostility, settings: erp.settings })) } satisfies Started);

function countAnswers(): Record<Hostility, number> {
  const sum = (of: Hostility): number =>
    erps.filter(({ hostility }) => hostility === of).reduce((total, { erp }) => total + erp.answers(), 0);
  return Object.fromEntries(HOSTILITIES.map((one) => [one, sum(one)])) as Record<Hostility, number>;
}
