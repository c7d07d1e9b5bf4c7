/** Server-local time as Service Layer writes it: no zone anywhere. */
export interface Stamp {
  /** `YYYY-MM-DD` */
  date: string;
  /** `HH:MM:SS` */
  time: string;
}

/** The company server's clock: runs in a zone it never mentions, and may be wrong. */
export class ServerClock {
  /** Added to the true time. */
  offsetMs = 0;
  private readonly now: () => Date;
  private readonly format: Intl.DateTimeFormat;

  constructor(now: () => Date, timeZone: string) {
    this.now = now;
    this.format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  }

  instant(): Date {
    return new Date(this.now().getTime() + this.offsetMs);
  }

  stamp(at: Date = this.instant()): Stamp {
    const [date = '', time = ''] = this.format.format(at).split(' ');
    return { date, time };
  }
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
