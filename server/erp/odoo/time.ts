/** `2026-11-23 17:02:31`, UTC and whole seconds: the only form of a bound that every version reads alike. */
export function toOdooTime(at: Date): string {
  return at.toISOString().slice(0, 19).replace('T', ' ');
}

export function fromOdooTime(text: string): Date {
  return new Date(toInstant(text));
}

export function toInstant(text: string): string {
  return `${text.slice(0, 10)}T${text.slice(11, 19)}Z`;
}

/** What `toInstant` answers, and any other way to write it. */
export const fromInstant = (instant: string): string => toOdooTime(new Date(instant));
