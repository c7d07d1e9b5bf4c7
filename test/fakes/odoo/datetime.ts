import { valueError } from './errors.ts';
import type { OdooVersion } from './types.ts';

const SECOND = 1_000_000;
const pad = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-23 17:02:31`: UTC, no zone, whole seconds, although the database holds microseconds. */
export function datetimeText(micros: number): string {
  const at = new Date(Math.floor(micros / 1000));
  return `${dayText(at)} ${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())}`;
}

/** As webhooks carry it: `2026-11-23 17:49:44.123456`. */
export function datetimeTextWithMicros(micros: number): string {
  return `${datetimeText(micros)}.${String(micros % SECOND).padStart(6, '0')}`;
}

export function dayText(at: Date): string {
  return `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`;
}

export function addDays(day: string, days: number): string {
  return dayText(new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000));
}

const BOUND = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** A bound in a domain, in microseconds. A zone is ignored before 19 and refused there. */
export function parseBound(text: string, version: OdooVersion): number {
  const [, day, minutes, seconds, fraction, zone] = BOUND.exec(text) ?? [];
  if (!day) throw valueError(`time data '${text}' does not match format '%Y-%m-%d %H:%M:%S'`);
  if (zone && version >= 19) throw valueError(`expecting only datetimes with no timezone: '${text}'`);
  const at = Date.parse(`${day}T${minutes ?? '00:00'}:${seconds ?? '00'}Z`) * 1000;
  return at + Number((fraction ?? '').padEnd(6, '0'));
}

/** 19 compares whole seconds; the versions before compare what is stored. */
export const comparable = (micros: number, version: OdooVersion): number => (version >= 19 ? Math.floor(micros / SECOND) * SECOND : micros);
