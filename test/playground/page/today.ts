import { dayIn } from './format.ts';
import { useViewer } from './viewer.ts';

/** The company's calendar day, wherever the browser stands. */
export function useToday(plusDays = 0): string {
  const { state } = useViewer();
  return dayIn(state.portal.timeZone, new Date(Date.now() + plusDays * 86_400_000));
}
