/** The moment of a transaction, in the words of the books. */
export interface Stamp {
  at: Date;
  /** UTC, as a cloud system keeps it. */
  day: string;
  time: string;
  /** The user's calendar day, which documents are dated with. */
  today: string;
}

/** The system's clock. It runs in UTC, and people date documents by the calendar of where they are. */
export class SystemClock {
  private offsetMs = 0;
  private readonly now: () => Date;
  private readonly calendar: Intl.DateTimeFormat;

  constructor(now: () => Date, timeZone: string) {
    this.now = now;
    this.calendar = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  }

  /** The clock is wrong by so much, and what it stamps. */
  setOffset(ms: number): void {
    this.offsetMs = ms;
  }

  instant(): Date {
    return new Date(this.now().getTime() + this.offsetMs);
  }

  stamp(at: Date = this.instant()): Stamp {
    const iso = at.toISOString();
    return { at, day: iso.slice(0, 10), time: iso.slice(11, 19), today: this.calendar.format(at) };
  }
}
