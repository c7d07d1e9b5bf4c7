import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Figure } from './bench.ts';

export function describeMachine(): string {
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${memory} GB, Node ${process.versions.node}, ${process.platform}`;
}

export function toMarkdown(
  results: readonly { bench: string; figures: readonly Figure[] }[],
  { machine, erp, isQuick }: { machine: string; erp: string; isQuick: boolean },
): string {
  const rows = results.flatMap(({ bench, figures }) =>
    figures.map(({ what, measured, target, isMet, details }) => [bench, what, measured, verdict(target, isMet), details]),
  );
  const lines = [['', 'figure', 'measured', 'target', 'behind it'], ['---', '---', '---', '---', '---'], ...rows];
  const heading = `${new Date().toISOString().slice(0, 10)}, ERP ${erp}, ${machine}${isQuick ? ' — quick sizes, for a smoke check only' : ''}`;
  return `${heading}\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`;
}

const verdict = (target: string | undefined, isMet: boolean | undefined): string =>
  target === undefined ? '' : `${target} ${isMet ? '✓' : '✗'}`;
