import type { GuideStep, GuideView } from '../api.ts';
import { useKept } from './kept.ts';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

/** After these the ERP's side has to be seen. */
const IN_ERP: ReadonlySet<GuideStep> = new Set(['pay', 'price']);

/** One line that leads through the first minute; each step lights up when its outcome is there. */
export function Guide() {
  const { state } = useViewer();
  const { guide: words } = useWords();
  const [shown, setShown] = useKept('guide', 'shown', ['shown', 'hidden']);
  if (!state.guide) return null;
  if (shown === 'hidden')
    return (
      <button type="button" className="crm-guide-show" onClick={() => setShown('shown')}>
        {words.show}
      </button>
    );
  const { steps } = state.guide;
  const now = steps.find(({ isDone }) => !isDone)?.step;
  return (
    <nav className="crm-guide" aria-label={words.title}>
      <strong>{words.title}</strong>
      <ol>
        {steps.map((step) => (
          <Step key={step.step} {...step} isNow={step.step === now} />
        ))}
      </ol>
      <button type="button" className="crm-edit" aria-label={words.hide} onClick={() => setShown('hidden')}>
        ×
      </button>
    </nav>
  );
}

function Step({ step, isDone, target, isNow }: GuideView['steps'][number] & { isNow: boolean }) {
  const { openErp } = useViewer();
  const { guide: words } = useWords();
  const said = words[step];
  const text = typeof said === 'string' ? said : said(target?.name ?? '…');
  return (
    <li className={isDone ? 'crm-done' : ''} data-guide={step} data-done={isDone} {...(isNow ? { 'aria-current': 'step' } : {})}>
      {target ? (
        <a
          href={hrefOf({ view: 'record', type: target.type, id: target.id })}
          onClick={() => {
            if (IN_ERP.has(step)) openErp();
          }}
        >
          {text}
        </a>
      ) : (
        <span>{text}</span>
      )}
      {isDone ? <span className="crm-unseen"> ({words.done})</span> : null}
    </li>
  );
}
