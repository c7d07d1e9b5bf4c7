import { useState } from 'react';
import type { Change } from '../api.ts';
import { time } from './format.ts';
import { labelOf } from './labels.ts';
import { valueOf } from './RecordChanges.tsx';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

/** Every value that became another one: each line could have started a workflow. */
export function Changes({ changes }: { changes: Change[] }) {
  const { state, locale } = useViewer();
  const { firstSync, step } = state;
  const { feed } = useWords();
  const [isOpen, setOpen] = useState(true);
  const events = firstSync.events === 0 ? feed.noEvent : feed.events(firstSync.events.toLocaleString(locale));
  const after = feed.after(firstSync.values.toLocaleString(locale), firstSync.records.toLocaleString(locale), events);
  return (
    <section className={`crm-feed${isOpen ? '' : ' crm-feed-closed'}`} aria-label={feed.title}>
      <button type="button" className="crm-feed-head" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {feed.title}
        <span className="crm-quiet">{step === 'ready' ? after : ''}</span>
      </button>
      {isOpen ? (
        <div className="crm-feed-rows">
          {changes.length === 0 ? <p className="crm-quiet">{feed.none}</p> : null}
          <table className="crm-feed-table">
            <tbody>
              {changes.map((change) => (
                <Line key={change.id} change={change} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}

const TONES: Record<Change['meaning'], string> = { event: 'event', state: 'default', customer: 'info' };

/** A moment has no use for the one before it. */
function Values({ change }: { change: Change }) {
  const viewer = useViewer();
  if (change.kind === 'datetime' && change.after !== null) return <b>{time(viewer, change.after)}</b>;
  return (
    <>
      <span className="crm-quiet">{valueOf(viewer, change, change.before)}</span> → <b>{valueOf(viewer, change, change.after)}</b>
    </>
  );
}

function Line({ change }: { change: Change }) {
  const viewer = useViewer();
  const { feed } = useWords();
  return (
    <tr className={change.meaning === 'event' ? 'crm-event' : ''} data-change={change.property} data-record={change.recordId}>
      <td className="crm-quiet">{time(viewer, change.at)}</td>
      <td>
        <a href={hrefOf({ view: 'record', type: change.type, id: change.recordId })}>{change.recordName}</a>
      </td>
      <td>
        <span className={`crm-pill crm-pill-${TONES[change.meaning]}`}>{feed.meanings[change.meaning]}</span>{' '}
        {feed.happened[change.property] ?? labelOf(viewer.language, { name: change.property, label: change.label })}
      </td>
      <td>
        <Values change={change} />
      </td>
    </tr>
  );
}
