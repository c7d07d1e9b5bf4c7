const MONTHS: Readonly<Record<string, number>> = {
  ...{ monthly: 1, monthlylastday: 1, quarterly: 3, semesterly: 6, yearly: 12 },
  ...{ months: 1, years: 12, month: 1, year: 12 },
};
const DAYS: Readonly<Record<string, number>> = { daily: 1, weekly: 7, days: 1, weeks: 7, week: 7 };

/** The day so many periods later, as the modules count: the last day of a month where that month is shorter. */
export function later(day: string, unit: string, times: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const days = DAYS[unit];
  if (days !== undefined) return text(new Date(Date.UTC(year, month - 1, date + days * times)));
  const first = new Date(Date.UTC(year, month - 1 + (MONTHS[unit] ?? 1) * times, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return text(new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, last))));
}

export const dayBefore = (day: string): string => text(new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000));

const text = (date: Date): string => date.toISOString().slice(0, 10);
