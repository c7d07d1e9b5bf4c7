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
  return (
    <nav className="crm-guide" aria-label={words.title}>
      <strong>{words.title}</strong>
      <ol>
        {state.guide.steps.map((step) => (
          <Step key={step.step} {...step} />
        ))}
      </ol>
      <button type="button" className="crm-edit" aria-label={words.hide} onClick={() => setShown('hidden')}>
        ×
      </button>
    </nav>
  );
}

function Step({ step, isDone, target }: GuideView['steps'][number]) {
  const { openErp } = useViewer();
  const { guide: words } = useWords();
  const said = words[step];
  const text = typeof said === 'string' ? said : said(target?.name ?? '…');
  return (
    <li className={isDone ? 'crm-done' : ''} data-guide={step} data-done={isDone}>
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
        text
      )}
      {isDone ? <span className="crm-unseen"> ({words.done})</span> : null}
    </li>
  );
}
