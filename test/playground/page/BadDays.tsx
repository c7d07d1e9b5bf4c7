import type { BadDaysView } from '../api.ts';
import { post } from './client.ts';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

/** Switches for what goes wrong outside of the app, and one sentence on what to watch while it does. */
export function BadDays() {
  const { badDays: now, step } = useViewer().state;
  const { badDays: words } = useWords();
  // Until then somebody is at work here who has no patience for them.
  if (step !== 'ready') return null;
  const set = (change: Partial<BadDaysView>) => void post('bad-days', { ...now, ...change } satisfies BadDaysView);
  const switches = [
    { name: 'down', isOn: now.erp === 'down', flip: () => set({ erp: now.erp === 'down' ? 'well' : 'down' }) },
    { name: 'slow', isOn: now.erp === 'slow', flip: () => set({ erp: now.erp === 'slow' ? 'well' : 'slow' }) },
    { name: 'limit', isOn: now.hubspot === 'limit', flip: () => set({ hubspot: now.hubspot === 'limit' ? 'well' : 'limit' }) },
  ] as const;
  const on = switches.filter(({ isOn }) => isOn);
  return (
    <div className="crm-bad-days" role="group" aria-label={words.title}>
      <span className="crm-quiet">{words.title}</span>
      {switches.map(({ name, isOn, flip }) => (
        <button key={name} type="button" role="switch" aria-checked={isOn} data-bad-day={name} onClick={flip}>
          {words.names[name]}
        </button>
      ))}
      {on.length > 0 ? <span role="status">{on.map(({ name }) => words.watch[name]).join(' ')}</span> : null}
    </div>
  );
}
