import type { Step } from '../api.ts';
import { useViewer } from './viewer.ts';

const STEPS: { step: Step; words: string }[] = [
  { step: 'installing', words: 'Install the app' },
  { step: 'connecting', words: 'Connect the ERP' },
  { step: 'reading', words: 'Read the books' },
  { step: 'matching', words: 'Match customers' },
  { step: 'approving', words: 'Look at the preview' },
  { step: 'writing', words: 'Write approved values' },
  { step: 'products', words: 'Products' },
  { step: 'customers', words: 'Customers both ways' },
];

/** How far the playground is with what an administrator would do by hand. */
export function Progress() {
  const { step, detail } = useViewer().state;
  if (step === 'ready') return null;
  if (step === 'failed') return <div className="crm-progress crm-progress-failed">The playground could not be prepared: {detail}</div>;
  if (step === 'unconnected')
    return <div className="crm-progress">The app is installed. Connect the ERP in Settings; the back office shows what to type in.</div>;
  const at = STEPS.findIndex((one) => one.step === step);
  return (
    <div className="crm-progress" role="status">
      <span className="ui-spinner ui-spinner-xs" aria-hidden="true" />
      <ol>
        {STEPS.map(({ step: name, words }, index) => (
          <li key={name} className={index < at ? 'crm-done' : index === at ? 'crm-now' : ''}>
            {words}
          </li>
        ))}
      </ol>
      <span className="crm-progress-detail">{detail}</span>
    </div>
  );
}
