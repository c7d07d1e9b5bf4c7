import { readFileSync } from 'node:fs';

/** Linux only: what the kernel counted for a process. */
export function peakMemoryMb(pid: number): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) / 1024;
}

/** In hundredths, the kernel's clock ticks. */
export const cpuSeconds = (pid: number): number => secondsIn(`/proc/${pid}/stat`);

/** Of the thread that the program began with. */
export const firstThreadSeconds = (pid: number): number => secondsIn(`/proc/${pid}/task/${pid}/stat`);

function secondsIn(path: string): number {
  // The name in parentheses may hold blanks; user and system time are fields 14 and 15.
  const fields = readFileSync(path, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
