import type { Step } from '../api.ts';
import { useSay } from './say.ts';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

const STEPS = [
  'installing',
  'connecting',
  'reading',
  'matching',
  'approving',
  'writing',
  'products',
  'customers',
  'orders',
] as const satisfies readonly Step[];

/** How far the playground is with what an administrator would do by hand. */
export function Progress() {
  const { step, detail, figures } = useViewer().state;
  const say = useSay();
  const { progress } = useWords();
  if (step === 'ready') return null;
  if (step === 'failed') return <div className="crm-progress crm-progress-failed">{progress.failed(detail)}</div>;
  if (step === 'unconnected') return <div className="crm-progress">{progress.unconnected}</div>;
  const at = STEPS.findIndex((one) => one === step);
  return (
    <div className="crm-progress" role="status">
      <span className="ui-spinner ui-spinner-xs" aria-hidden="true" />
      <ol>
        {STEPS.map((name, index) => (
          <li key={name} className={index < at ? 'crm-done' : index === at ? 'crm-now' : ''}>
            {progress[name]}
          </li>
        ))}
      </ol>
      <span className="crm-progress-detail">{say(detail, figures)}</span>
    </div>
  );
}
