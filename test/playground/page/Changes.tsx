import { useState } from 'react';
import type { Change } from '../api.ts';
import { time } from './format.ts';
import { valueOf } from './RecordChanges.tsx';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';

/** Every value that became another one: each line could have started a workflow. */
export function Changes({ changes }: { changes: Change[] }) {
  const { firstSync, step } = useViewer().state;
  const [isOpen, setOpen] = useState(true);
  const written = `${firstSync.values.toLocaleString('en')} values on ${firstSync.records.toLocaleString('en')} records`;
  const events = firstSync.events === 0 ? 'no event' : `${firstSync.events.toLocaleString('en')} events`;
  return (
    <section className={`crm-feed${isOpen ? '' : ' crm-feed-closed'}`} aria-label="Changes that start workflows">
      <button type="button" className="crm-feed-head" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> Changes that start workflows
        <span className="crm-quiet">{step === 'ready' ? `after the first sync, which wrote ${written} and moved ${events}` : ''}</span>
      </button>
      {isOpen ? (
        <div className="crm-feed-rows">
          {changes.length === 0 ? (
            <p className="crm-quiet">None yet. Open the ERP back office and register a payment, correct a tax id or change a price.</p>
          ) : null}
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

const MEANINGS: Record<Change['meaning'], { words: string; tone: string }> = {
  event: { words: 'event', tone: 'event' },
  state: { words: 'state', tone: 'default' },
  customer: { words: 'from the ERP', tone: 'info' },
};

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
  return (
    <tr className={change.meaning === 'event' ? 'crm-event' : ''} data-change={change.property} data-record={change.recordId}>
      <td className="crm-quiet">{time(viewer, change.at)}</td>
      <td>
        <a href={hrefOf({ view: 'record', type: change.type, id: change.recordId })}>{change.recordName}</a>
      </td>
      <td>
        <span className={`crm-pill crm-pill-${MEANINGS[change.meaning].tone}`}>{MEANINGS[change.meaning].words}</span> {change.label}
      </td>
      <td>
        <Values change={change} />
      </td>
    </tr>
  );
}
